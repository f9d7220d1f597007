// The talk: what was said up to the moment one is at, and what one says oneself.

import { key, told, type Lesson } from "./lesson";
import { byId, make } from "./page";
import type { Frame } from "./protocol";
import { say } from "./words";

const LONGEST = 2000;

export interface Talk {
  frames(): void;
  moved(): void;
  line(open: boolean): void;
  refused(key: string, why: string): void;
}

export function talk(lesson: Lesson): Talk | null {
  const list = byId<HTMLOListElement>("talk");
  if (!list) return null;
  list.setAttribute("aria-live", "off");
  const form = byId<HTMLFormElement>("say");
  const rows = new Map<number, HTMLLIElement>();
  const own = new Map<string, HTMLLIElement>();
  let at: HTMLLIElement | null = null;

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.namedItem("text");
    if (!(field instanceof HTMLInputElement) && !(field instanceof HTMLTextAreaElement)) return;
    const text = field.value.trim().slice(0, LONGEST);
    if (!text) return;
    field.value = "";
    speak(text);
  });

  function speak(text: string): void {
    if (!list) return;
    const name = key();
    const row = rowOf(lesson.page.facts.me.name, text, lesson.wall(lesson.player.now()));
    const state = lesson.line.state === "open" ? "chat.sending" : "chat.waiting";
    row.lastElementChild?.append(make("small", "sending", say(state)));
    row.dataset.key = name;
    own.set(name, row);
    list.append(row);
    list.scrollTop = list.scrollHeight;
    lesson.line.keep({ kind: "say", key: name, text });
  }

  function show(frame: Frame): void {
    if (!list) return;
    const mine = frame.key ? own.get(frame.key) : undefined;
    if (frame.key) own.delete(frame.key);
    mine?.remove();
    const row = rowOf(frame.by?.name ?? "", frame.text ?? "", lesson.wall(frame.t));
    row.dataset.seq = String(frame.seq);
    row.dataset.t = String(frame.t);
    rows.set(frame.seq, row);
    const pending = own.values().next().value ?? null;
    list.insertBefore(row, pending);
  }

  function fill(): void {
    if (!list) return;
    const frames = lesson.events.chat();
    const known = new Set(frames.map((frame) => frame.seq));
    for (const [seq, row] of rows) {
      if (known.has(seq)) continue;
      row.remove(); // cut out
      rows.delete(seq);
    }
    const low = atBottom(list);
    for (const frame of frames) if (!rows.has(frame.seq)) show(frame);
    moved();
    if (low) list.scrollTop = list.scrollHeight;
  }

  function moved(): void {
    const until = told(lesson);
    let last: HTMLLIElement | null = null;
    for (const row of rows.values()) {
      const now = Number(row.dataset.t) <= until;
      if (row.hidden === now) row.hidden = !now;
      if (now) last = row;
    }
    list?.setAttribute("aria-live", lesson.player.live ? "polite" : "off");
    if (lesson.player.live) last = null;
    if (last === at) return;
    at?.classList.remove("at");
    last?.classList.add("at");
    at = last;
    if (list && last) list.scrollTop = last.offsetTop + last.offsetHeight - list.clientHeight;
  }

  return {
    frames: fill,
    moved,
    line(open) {
      for (const row of own.values()) mark(row, say(open ? "chat.sending" : "chat.waiting"));
    },
    refused(name, why) {
      const row = own.get(name);
      if (row) mark(row, say("chat.refused", { why }));
    },
  };
}

function mark(row: HTMLLIElement, text: string): void {
  const state = row.querySelector("small");
  if (state) state.textContent = text;
}

function rowOf(name: string, text: string, time: string): HTMLLIElement {
  return make("li", "", make("time", "", time), make("div", "", make("p", "", make("b", "", name), ` ${text}`)));
}

function atBottom(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 40;
}
