// The chapters, made from the slides: when each began, how long it is, and which one is on.

import type { Lesson } from "./lesson";
import { byId, make } from "./page";
import { around } from "./spans";
import { say } from "./words";

export interface Chapters {
  moved(): void;
}

export function chapters(lesson: Lesson): Chapters | null {
  const list = byId("chapters");
  if (!list) return null;
  let drawn = "";
  let on: Element | null = null;

  list.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-t]");
    if (!link) return;
    event.preventDefault();
    lesson.player.seek(Number(link.dataset.t));
    if (!lesson.player.playing) lesson.player.play(true);
  });

  function moved(): void {
    const edge = lesson.player.now();
    const all = lesson.events.chapters(edge);
    const ends = all.map((_, index) => all[index + 1]?.t ?? edge);
    const now = all.map((chapter, index) => `${chapter.t} ${Math.round(((ends[index] ?? edge) - chapter.t) / 60)}`).join("|");
    if (now !== drawn && list) {
      drawn = now;
      on = null;
      const missed = lesson.page.teacher ? [] : lesson.events.missed(lesson.page.facts.me.id, edge);
      list.replaceChildren(
        ...all.map((chapter, index) => {
          const minutes = say("chapter.minutes", { n: Math.max(1, Math.round(((ends[index] ?? edge) - chapter.t) / 60)) });
          const gone = around(missed, chapter.t) ? [make("span", "look", say("chapter.missed")), " · "] : [];
          const link = make("a", "big", chapter.title || say("slide.alt", { n: chapter.page, title: "" }));
          link.href = `#t${Math.floor(chapter.t)}`;
          link.dataset.t = String(chapter.t);
          return make("li", "", make("time", "", lesson.wall(chapter.t)), make("div", "", link, make("p", "", ...gone, minutes)));
        }),
      );
    }
    highlight(all.findLastIndex((chapter) => chapter.t <= lesson.player.time() + 0.05));
  }

  function highlight(index: number): void {
    const row = list?.children[index] ?? null;
    if (row === on) return;
    on?.classList.remove("on");
    on?.querySelector("a")?.removeAttribute("aria-current");
    row?.classList.add("on");
    row?.querySelector("a")?.setAttribute("aria-current", "true");
    on = row;
  }

  return { moved };
}
