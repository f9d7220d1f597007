import assert from "node:assert/strict";
import { test } from "node:test";
import { around, gaps, next, nudge, Spans } from "./spans";

const epoch = (begins: number) => ({ n: 1, begins, ends: null, mime: "video/webm", sound_mime: "audio/webm" });

test("the interval around a moment holds its start and not its end", () => {
  const spans: [number, number][] = [[0, 10], [20, 30]];
  assert.deepEqual([0, 9.9, 10, 15, 20, 30].map((t) => around(spans, t)?.[0] ?? null), [0, 0, null, null, 20, null]);
  assert.deepEqual(around(spans, 19.5, 1), [20, 30]);
});

test("the next interval begins later", () => {
  assert.deepEqual(next([[0, 10], [20, 30]], 0), [20, 30]);
  assert.equal(next([[0, 10]], 5), null);
});

test("gaps lie between, before and after; a blink is none", () => {
  assert.deepEqual(gaps([[3, 10], [11, 20], [25, 30]], 40), [[0, 3], [20, 25], [30, 40]]);
  assert.deepEqual(gaps([], 5), [[0, 5]]);
  assert.deepEqual(gaps([[0, 10], [2, 4], [11, 12]], 12), []);
});

test("a player that is behind plays a little faster, far behind faster, ahead a little slower", () => {
  assert.deepEqual([2, 0.5, 0.3, 0.05].map((lead) => nudge(lead, 0.25)), [1.25, 1.06, 1, 0.97]);
});

test("while the teacher is on the air the last interval grows with the tail", () => {
  const spans = new Spans();
  spans.set([[0, 5]], [epoch(0)], true);
  spans.tail(7);
  spans.tail(6);
  assert.deepEqual(spans.list, [[0, 7]]);
});

test("an epoch of which nothing has come yet is an interval of no length", () => {
  const spans = new Spans();
  spans.set([[0, 5]], [epoch(0), epoch(9)], true);
  spans.tail(10);
  assert.deepEqual(spans.list, [[0, 5], [9, 10]]);
});

test("a line that drops ends the interval, and coming back begins another", () => {
  const spans = new Spans();
  spans.set([[0, 5]], [epoch(0)], true);
  spans.tail(8);
  spans.gap(7, null);
  spans.tail(9);
  assert.deepEqual([spans.list, spans.onAir], [[[0, 7]], false]);
  spans.gap(7, 12);
  spans.tail(13);
  assert.deepEqual([spans.list, spans.onAir], [[[0, 7], [12, 13]], true]);
});
