// One run of the browser's recorder: slices of a tenth of a second with a key frame each second.

import type { Rung } from "./ladder";

const SLICE = 100;
const KEYS = 1000;
/** Where key frames cannot be asked for, a new run begins with one (ms). */
const RUN = 5000;

const WITH_PICTURE = ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm"];
const SOUND_ONLY = ["audio/webm;codecs=opus", "audio/webm"];

export function able(): boolean {
  return typeof MediaRecorder !== "undefined" && WITH_PICTURE.some((mime) => MediaRecorder.isTypeSupported(mime));
}

export class Recorder {
  readonly mime: string;
  private readonly recorder: MediaRecorder;
  private readonly ended: Promise<void>;
  private timer = 0;

  /** `slice` gets each piece in order; `old` is called when a new run is due for want of key frames. */
  constructor(stream: MediaStream, rung: Rung, slice: (data: Blob) => void, old: () => void) {
    const picture = rung.picture > 0 && stream.getVideoTracks().length > 0;
    const sound = stream.getAudioTracks().length > 0;
    const tracks = picture ? stream : new MediaStream(stream.getAudioTracks());
    this.mime = (picture ? WITH_PICTURE : SOUND_ONLY).find((mime) => MediaRecorder.isTypeSupported(mime)) ?? "";
    let asked = false;
    this.recorder = new MediaRecorder(tracks, {
      mimeType: this.mime,
      videoBitsPerSecond: picture ? rung.picture : undefined,
      audioBitsPerSecond: sound ? rung.sound : undefined,
      // Read only by browsers that know it, which is how we learn whether they do.
      get videoKeyFrameIntervalDuration() {
        asked = true;
        return KEYS;
      },
    } as MediaRecorderOptions);
    this.recorder.ondataavailable = (event) => event.data.size && slice(event.data);
    this.ended = new Promise((resolve) => (this.recorder.onstop = () => resolve()));
    if (picture && !asked) this.timer = window.setTimeout(old, RUN);
  }

  start(): void {
    this.recorder.start(SLICE);
  }

  /** Resolves when the last slice was given. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    if (this.recorder.state === "inactive") return;
    this.recorder.stop();
    await this.ended;
  }
}
