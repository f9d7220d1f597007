import assert from "node:assert/strict";
import { test } from "node:test";
import { parts, stepped } from "./track";

test("arrows go five seconds, pages a minute, home to the beginning", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "Home", "a"].map((key) => stepped(key, 100, 600, false)), [105, 95, 160, 40, 0, null]);
});

test("never before the beginning; at the end of a replay the end, of a lesson that goes on live", () => {
  assert.equal(stepped("ArrowLeft", 2, 600, false), 0);
  assert.deepEqual([stepped("ArrowRight", 598, 600, false), stepped("End", 5, 600, false)], [600, 600]);
  assert.deepEqual([stepped("ArrowRight", 598, 600, true), stepped("End", 5, 600, true)], ["live", "live"]);
});

test("the parts are as long as the chapters, and filled up to where one is", () => {
  assert.deepEqual(parts([0, 60, 90], 100, 75), [
    { share: 60, played: 1 },
    { share: 30, played: 0.5 },
    { share: 10, played: 0 },
  ]);
});

test("a lesson without chapters is one part; a chapter at the very end is none", () => {
  assert.deepEqual(parts([], 100, 25), [{ share: 100, played: 0.25 }]);
  assert.deepEqual(parts([100], 100, 100), [{ share: 100, played: 1 }]);
});
