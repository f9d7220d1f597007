import assert from "node:assert/strict";
import { test } from "node:test";
import { fate, wait } from "./backoff";

test("each attempt waits twice as long, at most five seconds", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 99].map((attempt) => wait(attempt, 1)), [250, 500, 1000, 2000, 4000, 5000, 5000]);
});

test("chance spreads a class over half of it", () => {
  assert.deepEqual([wait(3, 0), wait(3, 0.5)], [1000, 1500]);
});

test("who is refused does not knock again; who was cut off does", () => {
  assert.deepEqual([4401, 4403, 4404, 4409].map(fate), ["stop", "stop", "stop", "stop"]);
  assert.deepEqual([1000, 1006, 1012, 4400, 4429].map(fate), ["again", "again", "again", "again", "again"]);
});
