// The data saver: full, slides and sound, or sound alone; and in the room, nothing unless it is asked for.

import type { Lesson } from "./lesson";
import { doers, label } from "./page";
import type { Level } from "./protocol";
import { say } from "./words";

export interface Saver {
  moved(): void;
  /** The server lowered the level because the line does not carry more. */
  lowered(level: Level): void;
}

export function saver(lesson: Lesson): Saver {
  const choices = [...document.querySelectorAll<HTMLInputElement>("input[name=level]")];
  const quiet = lesson.place === "room" || lesson.place === "projector";

  for (const choice of choices) {
    choice.addEventListener("change", () => {
      if (choice.checked) set(choice.value as Level);
    });
  }

  for (const choice of choices) {
    let before = false;
    choice.addEventListener("pointerdown", () => (before = choice.checked));
    choice.labels?.[0]?.addEventListener("pointerdown", () => (before = choice.checked));
    choice.addEventListener("click", () => before && narrow() && set(after(choice.value as Level)));
    choice.addEventListener("keydown", (event) => {
      if (event.key !== " " || !choice.checked || !narrow()) return;
      event.preventDefault();
      set(after(choice.value as Level));
      choices.find((one) => one.checked)?.focus();
    });
  }

  /** On a phone only the level that is on shows; a tap, or the space bar, takes the next. */
  function narrow(): boolean {
    return choices.filter((choice) => choice.labels?.[0]?.offsetParent).length === 1;
  }

  function after(level: Level): Level {
    const values = choices.map((choice) => choice.value as Level);
    return values[(values.indexOf(level) + 1) % values.length] ?? level;
  }

  for (const button of doers("sound")) {
    button.addEventListener("click", () => {
      const video = document.querySelector<HTMLVideoElement>("#video");
      if (quiet && !video?.dataset.silenced) set(lesson.player.level === "none" ? "full" : "none");
      else if (video) unmute(video);
      moved();
    });
  }

  for (const button of doers("mute")) {
    button.addEventListener("click", () => {
      const video = document.querySelector<HTMLVideoElement>("#video");
      if (!video) return;
      if (video.muted) unmute(video);
      else video.muted = true;
      moved();
    });
  }

  function set(level: Level): void {
    lesson.chosen = level;
    lesson.player.choose(level);
    moved();
  }

  function moved(): void {
    const { level } = lesson.player;
    if (lesson.page.main.dataset.level !== level) lesson.page.main.dataset.level = level;
    for (const choice of choices) if (choice.checked !== (choice.value === level)) choice.checked = choice.value === level;
    const video = document.querySelector<HTMLVideoElement>("#video");
    const silenced = video?.dataset.silenced === "yes" && level !== "none";
    for (const button of doers("sound")) {
      button.hidden = !silenced && !quiet;
      label(button, say(silenced ? "sound.on" : level === "none" ? "media.on" : "media.off"));
    }
    for (const button of doers("mute")) {
      button.hidden = level === "none";
      button.dataset.state = video?.muted ? "muted" : "heard";
      label(button, say(video?.muted ? "unmute" : "mute"));
    }
  }

  return {
    moved,
    lowered(level) {
      lesson.player.lowered(level);
      lesson.notice(say("line.slow"));
      moved();
    },
  };
}

function unmute(video: HTMLVideoElement): void {
  video.muted = false;
  delete video.dataset.silenced;
  video.play().catch(() => undefined);
}
