// Bytes into the video element: one MediaSource with one buffer, a queue, and nothing that knows of time or policy.

import type { Span } from "./protocol";

type Piece = { mime: string; epoch: number } | { data: ArrayBuffer };

export interface Watcher {
  /** New media is in the buffer. */
  grew(): void;
  /** True while what is buffered should be played out before the tracks change. */
  busy(): boolean;
  trouble(why: string): void;
}

const Source: typeof MediaSource | undefined =
  (globalThis as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource ?? globalThis.MediaSource;

const WANTED = ['video/webm;codecs="vp8,opus"', 'video/webm;codecs="vp9,opus"', 'video/mp4;codecs="avc1.42E01F,opus"', 'audio/webm;codecs="opus"'];

export function plays(): string[] {
  return Source ? WANTED.filter((mime) => Source.isTypeSupported(mime)) : [];
}

/** A buffer can change codec on the way, but not from picture and sound to sound alone. */
function kinds(mime: string): string {
  const codecs = /codecs="?([^"]*)"?/.exec(mime)?.[1] ?? "";
  const sounds = codecs.split(",").filter((codec) => /opus|mp4a|vorbis/.test(codec)).length;
  return `${codecs.split(",").length - sounds}+${sounds}`;
}

export class Media {
  epoch = -1;
  private source: MediaSource | null = null;
  private buffer: SourceBuffer | null = null;
  private queue: Piece[] = [];
  private mime = "";
  private aborting = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly watcher: Watcher,
  ) {}

  init(mime: string, epoch: number): void {
    if (!Source?.isTypeSupported(mime)) return this.watcher.trouble(`cannot play ${mime}`);
    this.queue.push({ mime, epoch });
    this.pump();
  }

  data(data: ArrayBuffer): void {
    this.queue.push({ data });
    this.pump();
  }

  /** Throw away what waits; what comes next begins with a new init segment. */
  forget(): void {
    this.queue = [];
    this.aborting = true;
    this.pump();
  }

  /** Throw away everything, buffered media too. */
  reset(): void {
    this.queue = [];
    this.detach();
  }

  ranges(): Span[] {
    const found: Span[] = [];
    try {
      const buffered = this.buffer?.buffered;
      for (let i = 0; buffered && i < buffered.length; i++) found.push([buffered.start(i), buffered.end(i)]);
    } catch {
      return []; // the buffer was removed from its source by the browser
    }
    return found;
  }

  /** Drop what lies before `t` seconds. */
  trim(t: number): void {
    const first = this.ranges()[0];
    if (!this.buffer || this.buffer.updating || !first || first[0] >= t - 3 || t <= 0) return;
    this.buffer.remove(0, t);
  }

  pump(): void {
    if (this.buffer?.updating || this.source?.readyState === "closed") return;
    if (this.aborting) {
      this.aborting = false;
      if (this.source?.readyState === "open") this.buffer?.abort();
    }
    const piece = this.queue[0];
    if (!piece) return;
    if ("mime" in piece) this.begin(piece.mime, piece.epoch);
    else this.append(piece.data);
  }

  private begin(mime: string, epoch: number): void {
    if (!this.buffer || kinds(mime) !== kinds(this.mime)) {
      if (this.buffer && this.watcher.busy()) return; // pumped again as the player moves on
      return this.attach(mime);
    }
    this.queue.shift();
    this.epoch = epoch;
    if (mime !== this.mime) this.buffer.changeType(mime);
    else this.buffer.abort();
    this.mime = mime;
    this.pump();
  }

  private append(data: ArrayBuffer): void {
    if (!this.buffer) {
      this.queue.shift(); // bytes without an init segment before them
      return this.pump();
    }
    try {
      this.buffer.appendBuffer(data);
      this.queue.shift();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") return this.watcher.trouble(String(error));
      this.trim(this.video.currentTime - 5); // full: make room behind, or wait until more was played
    }
  }

  private attach(mime: string): void {
    this.detach();
    if (!Source) return;
    const source = new Source();
    this.source = source;
    this.video.disableRemotePlayback = true;
    const url = URL.createObjectURL(source);
    source.addEventListener("sourceopen", () => {
      URL.revokeObjectURL(url);
      if (source !== this.source) return;
      const buffer = source.addSourceBuffer(mime);
      buffer.addEventListener("updateend", () => this.ended(buffer));
      buffer.addEventListener("error", () => buffer === this.buffer && this.watcher.trouble("buffer"));
      this.buffer = buffer;
      this.mime = mime;
      this.pump();
    }, { once: true });
    this.video.src = url;
  }

  private ended(buffer: SourceBuffer): void {
    if (buffer !== this.buffer) return;
    this.watcher.grew();
    this.pump();
  }

  private detach(): void {
    this.buffer = null;
    this.source = null;
    this.mime = "";
    this.aborting = false;
    this.video.removeAttribute("src");
  }
}
