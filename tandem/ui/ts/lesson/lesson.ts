// What the parts of the page share: the line, what happened, and where the reader is.

import type { Events } from "./events";
import type { Page } from "./page";
import type { Player } from "./player";
import type { Here, Level, Place } from "./protocol";
import type { Line } from "./socket";

export interface Lesson {
  page: Page;
  line: Line;
  events: Events;
  player: Player;
  place: Place;
  /** The level the reader chose, whatever the line allows at the moment. */
  chosen: Level;
  here: Here | null;
  errors: string[];
  /** The hour at the school of a moment of the timeline. */
  wall(t: number): string;
  /** Tell the reader something in words; it stays until the next. */
  notice(text: string): void;
}

/** The moment up to which things are told: everything while live, else what has been played. */
export function told(lesson: Lesson): number {
  return lesson.player.live ? Infinity : lesson.player.time() + 0.05;
}

export function key(): string {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
