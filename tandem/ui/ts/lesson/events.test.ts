import assert from "node:assert/strict";
import { test } from "node:test";
import { Events } from "./events";
import type { Frame } from "./protocol";

const WOUT = { id: "w", name: "Wout" };
const MILA = { id: "m", name: "Mila" };
let seq = 0;
const frame = (t: number, track: Frame["track"], kind: string, more: Partial<Frame> = {}): Frame => ({ seq: seq++, t, track, kind, by: null, ...more });
const events = (...frames: Frame[]): Events => {
  const all = new Events();
  all.add(frames);
  return all;
};

test("a frame that comes twice is known once, and what comes late finds its place", () => {
  const [a, b, c] = [frame(1, "chat", "line"), frame(2, "chat", "line"), frame(3, "chat", "line")];
  const all = events(c, a);
  assert.deepEqual(all.add([a, b]), [b]);
  assert.deepEqual(all.chat().map((one) => one.t), [1, 2, 3]);
  assert.equal(all.last, c.seq);
  all.clear();
  assert.deepEqual([all.chat(), all.last], [[], -1]);
});

test("the slide of a moment is the last one shown", () => {
  const all = events(frame(0, "slide", "shown", { item: "d", page: 1 }), frame(50, "slide", "shown", { item: "d", page: 2 }));
  assert.deepEqual([-1, 0, 49, 50].map((t) => all.slideAt(t)?.page ?? null), [null, 1, 1, 2]);
});

test("hands stay in the order they went up; another may lower one; raising again does not gain a place", () => {
  const all = events(
    frame(1, "hand", "up", { by: WOUT }),
    frame(2, "hand", "up", { by: MILA }),
    frame(3, "hand", "up", { by: WOUT }),
    frame(9, "hand", "down", { by: { id: "t", name: "Hilde" }, person: "w" }),
  );
  assert.deepEqual(all.handsAt(5).map((one) => one.id), ["w", "m"]);
  assert.deepEqual(all.handsAt(9).map((one) => one.id), ["m"]);
});

test("who is here, in which place; a teacher is not counted", () => {
  const all = events(
    frame(1, "presence", "came", { by: WOUT, place: "room" }),
    frame(2, "presence", "came", { by: MILA, place: "home" }),
    frame(2, "presence", "came", { by: { id: "t", name: "Hilde" }, place: "room", role: "teacher" }),
    frame(8, "presence", "went", { by: MILA, place: "home" }),
  );
  assert.deepEqual(all.hereAt(5).map((one) => [one.id, one.place]), [["w", "room"], ["m", "home"]]);
  assert.deepEqual(all.hereAt(8).map((one) => one.id), ["w"]);
});

test("chapters are made from slides; one that flashed by is none, the same slide again is none", () => {
  const shown = (t: number, page: number): Frame => frame(t, "slide", "shown", { item: "d", page, title: `page ${page}` });
  const all = events(shown(0, 1), shown(60, 2), shown(61, 3), shown(90, 3), shown(120, 4));
  assert.deepEqual(all.chapters(121).map((one) => [one.t, one.page]), [[0, 1], [61, 3], [120, 4]]);
});

test("missed is what lay before coming, between going and coming again, and after going; a minute is forgiven", () => {
  const all = events(
    frame(200, "presence", "came", { by: WOUT, place: "home" }),
    frame(300, "presence", "went", { by: WOUT, place: "home" }),
    frame(350, "presence", "came", { by: WOUT, place: "home" }),
    frame(400, "presence", "went", { by: WOUT, place: "home" }),
  );
  assert.deepEqual(all.missed("w", 600), [[0, 200], [400, 600]]);
  assert.deepEqual(all.missed("m", 600), []);
});

test("in two places at once one is gone only when both are left", () => {
  const all = events(
    frame(0, "presence", "came", { by: WOUT, place: "room" }),
    frame(10, "presence", "came", { by: WOUT, place: "home" }),
    frame(20, "presence", "went", { by: WOUT, place: "room" }),
    frame(500, "presence", "went", { by: WOUT, place: "home" }),
  );
  assert.deepEqual(all.missed("w", 520), []);
});

test("keeping pauses and goes on", () => {
  const all = events(frame(10, "control", "paused"), frame(20, "control", "resumed"), frame(30, "control", "closed"));
  assert.deepEqual([5, 10, 20, 30].map((t) => all.keepingPausedAt(t)), [false, true, false, false]);
});
