// The timeline as a slider: chapters, what was missed, where the teacher's line was gone, and where one is.

import { figure, length } from "./clockwords";
import type { Lesson } from "./lesson";
import { byId, make } from "./page";
import type { Span } from "./protocol";
import { gaps } from "./spans";
import { say } from "./words";

const STEPS: Record<string, number> = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 60, PageDown: -60 };

/** Where a key takes the slider; null when the key means nothing here, "live" for the edge of a lesson that goes on. */
export function stepped(key: string, t: number, edge: number, open: boolean): number | "live" | null {
  if (key === "Home") return 0;
  if (key === "End") return open ? "live" : edge;
  const step = STEPS[key];
  if (step === undefined) return null;
  const to = Math.max(0, t + step);
  if (to < edge - 1) return to;
  return open ? "live" : edge;
}

/** Lengths of the parts between chapter starts, as shares; and how much of each is played. */
export function parts(starts: number[], edge: number, t: number): { share: number; played: number }[] {
  const cuts = [...new Set([0, ...starts.filter((start) => start > 0 && start < edge)])];
  return cuts.map((from, index) => {
    const to = cuts[index + 1] ?? edge;
    const whole = Math.max(0.001, to - from);
    return { share: whole, played: Math.max(0, Math.min(1, (t - from) / whole)) };
  });
}

export interface Track {
  moved(): void;
}

export function track(lesson: Lesson): Track | null {
  const place = byId("track");
  if (!place) return null;
  const left = make("time");
  const right = make("time");
  const bar = make("div");
  const thumb = make("b");
  bar.setAttribute("role", "slider");
  bar.tabIndex = 0;
  bar.setAttribute("aria-label", say("track.label"));
  bar.setAttribute("aria-valuemin", "0");
  place.replaceChildren(left, bar, right);
  let drawn = "";
  let dragged: number | null = null;

  function go(to: number | "live"): void {
    lesson.player.seek(to === "live" ? null : to);
  }

  bar.addEventListener("keydown", (event) => {
    const to = stepped(event.key, lesson.player.time(), lesson.player.now(), lesson.player.open);
    if (to === null) return;
    event.preventDefault();
    go(to);
  });

  function under(event: PointerEvent): number {
    const box = bar.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return (getComputedStyle(bar).direction === "rtl" ? 1 - share : share) * lesson.player.now();
  }
  bar.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    bar.setPointerCapture(event.pointerId);
    bar.focus();
    dragged = under(event);
    moved();
  });
  bar.addEventListener("pointermove", (event) => {
    if (dragged === null) return;
    dragged = under(event);
    moved();
  });
  bar.addEventListener("pointerup", () => {
    if (dragged !== null) go(dragged);
    dragged = null;
  });
  bar.addEventListener("pointercancel", () => (dragged = null));

  function draw(starts: number[], edge: number): void {
    const missed = lesson.page.teacher ? [] : lesson.events.missed(lesson.page.facts.me.id, edge);
    const holes = gaps(lesson.player.spans.list, edge);
    const now = JSON.stringify([starts, missed, holes.map(([from, to]) => [from, Math.round(to)]), Math.round(edge)]);
    if (now === drawn) return;
    drawn = now;
    bar.replaceChildren(
      ...parts(starts, edge, 0).map(() => make("i")),
      ...holes.map((span) => hatch("gap", span, edge)),
      ...(lesson.player.open ? [] : missed.map((span) => hatch("miss", span, edge))),
      thumb,
    );
  }

  function moved(): void {
    const edge = Math.max(0.001, lesson.player.now());
    const t = dragged ?? lesson.player.time();
    const starts = lesson.events.chapters(edge).map((chapter) => chapter.t);
    draw(starts, edge);
    parts(starts, edge, t).forEach((part, index) => {
      const piece = bar.children[index] as HTMLElement;
      piece.style.setProperty("--n", part.share.toFixed(1));
      piece.style.setProperty("--v", `${(part.played * 100).toFixed(1)}%`);
    });
    bar.style.setProperty("--p", `${((100 * t) / edge).toFixed(2)}%`);
    speak(t, edge);
  }

  function speak(t: number, edge: number): void {
    const { live, open } = lesson.player;
    const at = say("track.at", { at: figure(t), of: figure(edge) });
    const text = !open ? at : live ? say("track.live") : `${at}, ${say("track.behind", { time: length(edge - t) })}`;
    bar.setAttribute("aria-valuemax", String(Math.round(edge)));
    bar.setAttribute("aria-valuenow", String(Math.round(t)));
    if (bar.getAttribute("aria-valuetext") !== text) bar.setAttribute("aria-valuetext", text);
    left.textContent = figure(t);
    right.textContent = figure(edge);
  }

  return { moved };
}

/** A stretch of the timeline drawn over it: `gap` (no line) or `miss` (one was not there). */
function hatch(name: string, [from, to]: Span, edge: number): HTMLElement {
  const mark = make("u", name);
  mark.style.setProperty("--a", `${((100 * from) / edge).toFixed(2)}%`);
  mark.style.setProperty("--w", `${((100 * (Math.min(to, edge) - from)) / edge).toFixed(2)}%`);
  return mark;
}
