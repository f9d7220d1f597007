// Raised hands in order; one's own; and, for the teacher, lowering them.

import { key, told, type Lesson } from "./lesson";
import { byId, doers, label, make } from "./page";
import { say } from "./words";

export interface Hands {
  moved(): void;
}

export function hands(lesson: Lesson): Hands {
  const list = byId<HTMLElement>("hands");
  const me = lesson.page.facts.me.id;
  let shown = "";
  /** What one asked for, until the server has it. */
  let asked: boolean | null = null;

  function mine(): boolean {
    return lesson.events.handsAt(Infinity).some((hand) => hand.id === me);
  }

  for (const button of doers("hand")) {
    button.addEventListener("click", () => {
      asked = !(asked ?? mine());
      lesson.line.keep({ kind: "hand", key: key(), up: asked });
      moved();
    });
  }

  list?.addEventListener("click", (event) => {
    const person = (event.target as Element).closest<HTMLElement>("[data-person]")?.dataset.person;
    if (person) lesson.line.keep({ kind: "hand", key: key(), up: false, person });
  });

  function moved(): void {
    const up = mine();
    if (asked === up) asked = null;
    const on = asked ?? up;
    for (const button of doers("hand")) {
      button.setAttribute("aria-pressed", String(on));
      label(button, say(on ? "hand.down" : "hand.up"));
    }
    const waiting = lesson.events.handsAt(told(lesson));
    const places = new Map(lesson.events.hereAt(told(lesson)).map((person) => [person.id, person.place]));
    const now = waiting.map((hand) => `${hand.id} ${places.get(hand.id) ?? ""}`).join("|");
    if (now === shown || !list) return;
    shown = now;
    list.replaceChildren(...waiting.map((hand, index) => rowOf(hand.id, hand.name, index + 1, places.get(hand.id))));
    list.hidden = !waiting.length;
  }

  function rowOf(id: string, name: string, place: number, where?: "room" | "home"): HTMLElement {
    const words = where ? `, ${say(where === "room" ? "people.in_room" : "people.at_home")}` : "";
    const row = make("li", "", make("span", "k", String(place)), make("div", "", make("p", "", make("b", "", name), words)));
    if (!lesson.page.teacher || !lesson.player.live) return row;
    const lower = make("button", "btn", say("hand.lower"));
    lower.type = "button";
    lower.dataset.person = id;
    lower.setAttribute("aria-label", `${say("hand.lower")}: ${name}`);
    row.append(lower);
    return row;
  }

  return { moved };
}
