// What the server put on the page, read once and with types.

import type { Level, Place } from "./protocol";
import { learn } from "./words";

export interface DeckPage {
  n: number;
  url: string;
  w: number;
  h: number;
  title: string;
}

export interface Deck {
  item: string;
  title: string;
  pages: DeckPage[];
}

export interface Facts {
  me: { id: string; name: string; role: string };
  lesson: { id: string; starts: string; ends: string };
  now: string;
  /** The school's time zone; without it the browser's. */
  zone?: string;
}

export interface Page {
  main: HTMLElement;
  facts: Facts;
  decks: Deck[];
  place: Place;
  phase: "before" | "live" | "after";
  teacher: boolean;
  level: Level;
  /** Where to begin: seconds, or null for live (or for where one left off). */
  from: number | null;
  socket: string;
  download: string;
}

export function byId<T extends HTMLElement>(id: string): T | null {
  return document.getElementById(id) as T | null;
}

export function doers(name: string): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>(`[data-do="${name}"]`)];
}

/** The text of a control: its element marked data-text, else all of it. */
export function label(control: HTMLElement, text: string): void {
  const spot = control.querySelector<HTMLElement>("[data-text]") ?? control;
  if (spot.textContent !== text) spot.textContent = text;
}

/** An element with a class and content, for rows that the script adds. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

export function write(id: string, text: string): void {
  const element = byId(id);
  if (element && element.textContent !== text) element.textContent = text;
}

/** The hour of the day at the school, as it is written in its language. */
export function clockOf(facts: Facts): (unix: number) => string {
  const shape = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: facts.zone,
  });
  return (unix) => shape.format(unix * 1000);
}

function json<T>(id: string, otherwise: T): T {
  const text = byId(id)?.textContent;
  return text ? (JSON.parse(text) as T) : otherwise;
}

export function readPage(main: HTMLElement): Page {
  learn(json<Record<string, string>>("words", {}));
  const data = main.dataset;
  return {
    main,
    facts: json<Facts>("facts", { me: { id: "", name: "", role: "pupil" }, lesson: { id: "", starts: "", ends: "" }, now: "" }),
    decks: json<Deck[]>("decks", []),
    place: (data.place ?? "home") as Place,
    phase: (data.phase ?? "live") as Page["phase"],
    teacher: data.role === "teacher",
    level: (data.level ?? "full") as Level,
    from: data.from ? Number(data.from) : null,
    socket: data.socket ?? "",
    download: data.download ?? "",
  };
}
