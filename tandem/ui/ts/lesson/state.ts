// One line of words on how things stand: live or again, how many are here, how the line is.

import { length } from "./clockwords";
import type { Lesson } from "./lesson";
import { byId, write } from "./page";
import type { State } from "./socket";
import { say, type Word } from "./words";

export interface StateLine {
  moved(counts: { room: number; home: number }): void;
  line(state: State, code: number): void;
  gap(from: boolean): void;
}

const STOPS = new Set([4401, 4403, 4404, 4409]);

export function stateLine(lesson: Lesson): StateLine {
  const spot = document.querySelector<HTMLElement>("#state [data-text]") ?? byId("state");
  let goneSince = 0;
  let lost = 0;

  function words(counts: { room: number; home: number }): string {
    const { player } = lesson;
    const parts: string[] = [];
    if (!player.open) parts.push(say("state.replay", { time: length(player.edge) }));
    else if (player.live) parts.push(say("state.live", counts));
    else parts.push(say("state.behind", { time: length(player.now() - player.time()) }));
    if (player.waiting) parts.push(say("state.waiting"));
    if (player.open && lesson.events.keepingPausedAt(Infinity)) parts.push(say("keep.paused"));
    return parts.join(" · ");
  }

  function moved(counts: { room: number; home: number }): void {
    const text = words(counts);
    if (spot && lesson.line.state !== "again" && spot.textContent !== text) spot.textContent = text;
    const { main } = lesson.page;
    const view = !lesson.player.open ? "replay" : lesson.player.live ? "live" : "late";
    if (main.dataset.view !== view) main.dataset.view = view;
    trouble();
  }

  /** Words about the line: one's own first, then the teacher's. */
  function trouble(): void {
    if (lesson.line.state === "stop") return;
    if (lost) return write("line", say("line.again"));
    const since = goneSince ? Math.round((performance.now() - goneSince) / 1000) : 0;
    write("line", goneSince && lesson.player.live && lesson.player.open && lesson.player.sees && since >= 3 ? say("line.teacher", { time: length(since) }) : "");
  }

  return {
    moved,
    line(state, code) {
      lesson.page.main.dataset.line = state;
      if (state === "open") lost = 0;
      else lost ||= performance.now();
      if (state === "stop") write("line", say(STOPS.has(code) ? (`line.${code}` as Word) : "line.gone"));
      else trouble();
    },
    gap(gone) {
      goneSince = gone ? performance.now() : 0;
    },
  };
}
