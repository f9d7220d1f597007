// Who is here: in the room and at a distance, now or at the moment one is at.

import { told, type Lesson } from "./lesson";
import { byId, make } from "./page";
import type { Who } from "./protocol";
import { say } from "./words";

export interface People {
  moved(): void;
  counts(): { room: number; home: number };
}

export function people(lesson: Lesson): People {
  const list = byId<HTMLElement>("people");
  let shown = "";

  function there(): { room: Who[]; home: Who[] } {
    if (lesson.player.live && lesson.here?.room) return { room: lesson.here.room, home: lesson.here.home ?? [] };
    const all = lesson.events.hereAt(told(lesson));
    return { room: all.filter((one) => one.place === "room"), home: all.filter((one) => one.place === "home") };
  }

  function moved(): void {
    if (!list) return;
    const { room, home } = there();
    const now = [...room, null, ...home].map((one) => one?.id ?? "").join("|");
    if (now === shown) return;
    shown = now;
    list.replaceChildren(...part("people.room", room), ...part("people.home", home));
  }

  function part(title: "people.room" | "people.home", all: Who[]): HTMLElement[] {
    const names = [...all].sort((a, b) => a.name.localeCompare(b.name)).map((one) => make("li", "", make("b", "", one.name)));
    return [make("li", "hd", say(title, { n: all.length })), ...names];
  }

  function counts(): { room: number; home: number } {
    if (lesson.player.live && lesson.here) return lesson.here.count;
    const { room, home } = there();
    return { room: room.length, home: home.length };
  }

  return { moved, counts };
}
