// The teacher's picture and sound: from the device, through the recorder, onto the line; and again after it came back.

import { take, trouble, type Taken } from "./devices";
import { CAMERA, Ladder, SCREEN } from "./ladder";
import type { Lesson } from "./lesson";
import { doers, label } from "./page";
import type { Source } from "./protocol";
import { able, Recorder } from "./recorder";
import { say } from "./words";

const LOOK = 500;

export interface Publisher {
  /** The line is there again: go on with a new run. */
  line(open: boolean): void;
  /** Somebody else, or another page, gives the picture now. */
  taken(): void;
  on(): boolean;
}

export function publisher(lesson: Lesson, video: HTMLVideoElement | null): Publisher {
  let source: Source | null = null;
  let held: Taken | null = null;
  let run: Recorder | null = null;
  let ladder = new Ladder(CAMERA, 0);
  let number = 0;
  let turning = Promise.resolve();

  for (const name of ["camera", "screen"] as const) {
    for (const button of doers(name)) {
      button.hidden = !able();
      button.addEventListener("click", () => void (source === name ? end() : begin(name)));
    }
  }
  setInterval(look, LOOK);

  async function begin(wanted: Source): Promise<void> {
    if (source) await end();
    try {
      held = await take(wanted);
    } catch (error) {
      return lesson.notice(say(trouble(error)));
    }
    source = wanted;
    ladder = new Ladder(wanted === "camera" ? CAMERA : SCREEN, performance.now());
    for (const track of held.stream.getTracks()) track.addEventListener("ended", () => void lost());
    preview(held.stream);
    lesson.notice("");
    draw();
    await again();
  }

  async function lost(): Promise<void> {
    if (!source) return;
    const wasScreen = source === "screen";
    await end();
    if (!wasScreen) lesson.notice(say("device.ended"));
  }

  async function end(): Promise<void> {
    source = null;
    held?.release();
    held = null;
    await run?.stop();
    run = null;
    lesson.line.say({ kind: "unpublish" });
    preview(null);
    draw();
  }

  /** A new run of the recorder, after the last slice of the one before: each is an epoch of its own. */
  function again(): Promise<void> {
    turning = turning.then(async () => {
      await run?.stop();
      run = null;
      if (!source || !held || lesson.line.state !== "open") return;
      const next = new Recorder(held.stream, ladder.rung, (data) => run === next && lesson.line.bytes(data), () => void again());
      lesson.line.say({ kind: "publish", n: ++number, mime: next.mime, source });
      run = next;
      next.start();
    });
    return turning.catch((error: unknown) => {
      lesson.errors.push(String(error));
      turning = Promise.resolve();
      void end();
      lesson.notice(say("device.unable"));
    });
  }

  function look(): void {
    if (!run || !ladder.look(lesson.line.pending, performance.now())) return;
    const { picture, width, rate } = ladder.rung;
    lesson.notice(say(picture ? "rate.lower" : "rate.sound"));
    const track = held?.stream.getVideoTracks()[0];
    if (picture) void track?.applyConstraints({ width: { ideal: width }, frameRate: { ideal: rate } }).catch(() => undefined);
    void again();
  }

  function preview(stream: MediaStream | null): void {
    if (!video) return;
    lesson.player.lent = stream !== null;
    lesson.player.stop();
    video.srcObject = stream;
    lesson.page.main.dataset.publishing = stream ? (source ?? "") : "";
    if (!stream) return;
    video.muted = true; // one's own voice, half a second late, is unbearable
    video.play().catch(() => undefined);
  }

  function draw(): void {
    for (const name of ["camera", "screen"] as const) {
      for (const button of doers(name)) {
        button.setAttribute("aria-pressed", String(source === name));
        label(button, say(`${name}.${source === name ? "stop" : "start"}`));
      }
    }
  }

  draw();
  return {
    line: (open) => void (open ? again() : run?.stop()),
    taken() {
      if (!source) return;
      void end();
      lesson.notice(say("publish.taken"));
    },
    on: () => source !== null,
  };
}
