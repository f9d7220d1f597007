// The slide that is on, and, for the teacher, turning the page.

import { key, told, type Lesson } from "./lesson";
import { byId, doers, type DeckPage } from "./page";
import { say } from "./words";

export interface Slides {
  moved(): void;
}

export function slides(lesson: Lesson): Slides {
  const picture = byId<HTMLImageElement>("slide");
  const choice = document.querySelector<HTMLSelectElement>("select[name=deck]");
  let shown = "";
  /** The teacher's own turning shows at once; the frame that comes back says the same. */
  let turned: { item: string; page: number; until: number } | null = null;

  function pageOf(item: string, page: number): DeckPage | undefined {
    return lesson.page.decks.find((deck) => deck.item === item)?.pages.find((one) => one.n === page);
  }

  function current(): { item: string; page: number } | null {
    if (turned && performance.now() < turned.until) return turned;
    const frame = lesson.events.slideAt(told(lesson));
    return frame?.item !== undefined && frame.page !== undefined ? { item: frame.item, page: frame.page } : null;
  }

  function moved(): void {
    const on = lesson.player.level === "sound" ? null : current();
    const now = on ? `${on.item} ${on.page}` : "";
    if (now === shown || !picture) return;
    shown = now;
    const page = on && pageOf(on.item, on.page);
    picture.hidden = !page;
    lesson.page.main.dataset.slide = page ? "on" : "off";
    if (!on || !page) return;
    picture.width = page.w;
    picture.height = page.h;
    picture.src = page.url;
    picture.alt = say("slide.alt", { n: page.n, title: page.title });
    if (choice) choice.value = on.item;
    const after = pageOf(on.item, on.page + 1);
    if (after) new Image().src = after.url;
  }

  function turn(step: number): void {
    const on = current();
    const item = on?.item ?? choice?.value ?? lesson.page.decks[0]?.item;
    if (!item) return;
    show(item, on ? on.page + step : 1);
  }

  function show(item: string, page: number): void {
    if (!pageOf(item, page)) return;
    if (!lesson.line.say({ kind: "slide", key: key(), item, page })) return;
    turned = { item, page, until: performance.now() + 3000 };
    moved();
  }

  if (lesson.page.teacher && lesson.place !== "replay") {
    for (const button of doers("next")) button.addEventListener("click", () => turn(1));
    for (const button of doers("previous")) button.addEventListener("click", () => turn(-1));
    choice?.addEventListener("change", () => show(choice.value, 1));
    addEventListener("keydown", (event) => {
      const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey || busy(event.target)) return;
      event.preventDefault();
      turn(step);
    });
  }
  return { moved };
}

/** Keys belong to whatever is being typed in or chosen from. */
function busy(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [role=slider], [role=tab], [contenteditable], dialog") !== null;
}
