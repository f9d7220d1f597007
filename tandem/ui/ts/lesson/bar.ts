// The few controls under the stage: back to live, keeping, the bell; and in what is played again, play, jumps and speed.

import { key, type Lesson } from "./lesson";
import { doers, label } from "./page";
import { say } from "./words";

const JUMP = 10;
/** The second press that ends a lesson has to come within this time (ms). */
const SURE = 5000;

export interface Bar {
  moved(): void;
}

export function bar(lesson: Lesson): Bar {
  const { player } = lesson;
  const speeds = [...document.querySelectorAll<HTMLInputElement>("input[name=speed]")];
  const on = (name: string, act: () => void): void => doers(name).forEach((button) => button.addEventListener("click", act));

  on("live", () => player.seek(null));
  on("play", play);
  on("back", () => player.seek(player.time() - JUMP));
  on("forward", () => player.seek(player.time() + JUMP));
  on("pause", () => lesson.line.keep({ kind: "pause", key: key(), on: !paused() }));
  on("close", close);
  for (const speed of speeds) speed.addEventListener("change", () => speed.checked && player.faster(Number(speed.value)));

  function play(): void {
    if (!player.playing && !player.open && player.time() >= player.now() - 0.5) player.seek(0);
    player.play(!player.playing);
  }

  let sure = 0;
  function close(): void {
    if (performance.now() < sure) return lesson.line.keep({ kind: "close", key: key() });
    sure = performance.now() + SURE;
    lesson.notice(say("close.sure"));
    for (const button of doers("close")) label(button, say("close.sure"));
    setTimeout(() => doers("close").forEach((button) => label(button, say("close"))), SURE);
  }

  function paused(): boolean {
    return lesson.events.keepingPausedAt(Infinity);
  }

  function moved(): void {
    for (const button of doers("live")) button.hidden = player.live || !player.open;
    for (const button of doers("play")) {
      label(button, say(player.playing ? "pause" : "play"));
      const state = player.playing ? "playing" : "paused";
      if (button.dataset.state !== state) button.dataset.state = state;
    }
    for (const button of doers("pause")) {
      button.setAttribute("aria-pressed", String(paused()));
      label(button, say(paused() ? "keep.resume" : "keep.pause"));
    }
    for (const speed of speeds) speed.disabled = player.live;
  }

  keys(lesson, play);
  return { moved };
}

/** Space plays or pauses what is played again, where no control has the focus. No letters: speech input would press them. */
function keys(lesson: Lesson, play: () => void): void {
  addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target as Element).closest("input, textarea, select, button, a, summary, [role=tab]")) return;
    if (lesson.place !== "replay" && lesson.player.live) return;
    event.preventDefault();
    play();
  });
}
