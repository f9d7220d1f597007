// Everything that happened in the lesson, by position; and the state of things at any moment, worked out from it.

import type { Frame, Span, Who } from "./protocol";

export interface Chapter {
  t: number;
  item: string;
  page: number;
  title: string;
}

export interface Present extends Who {
  place: "room" | "home";
}

/** Slides shown for less than this are passed over, not chapters (seconds). */
const PASSED = 3;
/** Coming in this late is not worth calling missed (seconds). */
const GRACE = 60;

export class Events {
  private frames: Frame[] = [];
  private readonly known = new Set<number>();
  /** The highest position known: what to ask for after a pause of the line. */
  last = -1;

  /** Take in frames; those that were not known yet come back. */
  add(frames: Frame[]): Frame[] {
    const fresh = frames.filter((frame) => !this.known.has(frame.seq));
    for (const frame of fresh) {
      this.known.add(frame.seq);
      this.last = Math.max(this.last, frame.seq);
    }
    if (!fresh.length) return fresh;
    this.frames = [...this.frames, ...fresh].sort((a, b) => a.t - b.t || a.seq - b.seq);
    return fresh;
  }

  clear(): void {
    this.frames = [];
    this.known.clear();
    this.last = -1;
  }

  slideAt(t: number): Frame | null {
    return this.until(t, "slide").at(-1) ?? null;
  }

  chat(): Frame[] {
    return this.until(Infinity, "chat");
  }

  /** Raised hands, the one who has waited longest first. */
  handsAt(t: number): (Who & { t: number })[] {
    const up = new Map<string, Who & { t: number }>();
    for (const frame of this.until(t, "hand")) {
      const id = frame.person ?? frame.by?.id;
      if (!id) continue;
      if (frame.kind === "down") up.delete(id);
      else if (!up.has(id)) up.set(id, { id, name: frame.by?.name ?? "", t: frame.t });
    }
    return [...up.values()];
  }

  hereAt(t: number): Present[] {
    const here = new Map<string, Present>();
    for (const frame of this.until(t, "presence")) {
      if (!frame.by || !frame.place || frame.role === "teacher") continue;
      const spot = `${frame.by.id} ${frame.place}`;
      if (frame.kind === "came") here.set(spot, { ...frame.by, place: frame.place });
      else here.delete(spot);
    }
    return [...here.values()];
  }

  chapters(end: number): Chapter[] {
    const slides = this.until(Infinity, "slide");
    const found: Chapter[] = [];
    slides.forEach((frame, index) => {
      const next = slides[index + 1]?.t ?? end;
      const before = found.at(-1);
      if (frame.item === undefined || frame.page === undefined) return;
      if (next - frame.t < PASSED && index < slides.length - 1) return;
      if (before && before.item === frame.item && before.page === frame.page) return;
      found.push({ t: frame.t, item: frame.item, page: frame.page, title: frame.title ?? "" });
    });
    return found;
  }

  /** The parts of the lesson during which this person was nowhere; all of it counts only after coming once. */
  missed(id: string, end: number): Span[] {
    const mine = this.until(Infinity, "presence").filter((frame) => frame.by?.id === id);
    const gone: Span[] = [];
    const places = new Set<string>();
    let since = 0;
    for (const frame of mine) {
      const place = frame.place ?? "";
      if (frame.kind === "came") {
        if (!places.size && frame.t - since > GRACE) gone.push([since, frame.t]);
        places.add(place);
      } else if (places.delete(place) && !places.size) since = frame.t;
    }
    if (mine.length && !places.size && end - since > GRACE) gone.push([since, end]);
    return gone;
  }

  keepingPausedAt(t: number): boolean {
    const last = this.until(t, "control").filter((frame) => frame.kind === "paused" || frame.kind === "resumed").at(-1);
    return last?.kind === "paused";
  }

  private until(t: number, track: Frame["track"]): Frame[] {
    return this.frames.filter((frame) => frame.track === track && frame.t <= t);
  }
}
