import assert from "node:assert/strict";
import { test } from "node:test";
import { CAMERA, Ladder } from "./ladder";

/** So many seconds' worth of what the rung sends. */
const waiting = (ladder: Ladder, seconds: number): number => ((ladder.rung.picture + ladder.rung.sound) * seconds) / 8;

test("a line that chokes takes one rung at once, down to sound alone and no further", () => {
  const ladder = new Ladder(CAMERA, 0);
  const changed = [1, 2, 3, 4].map((second) => ladder.look(waiting(ladder, 2), second * 1000));
  assert.deepEqual(changed, [true, true, true, false]);
  assert.equal(ladder.rung.picture, 0);
  assert.ok(ladder.rung.sound > 0);
});

test("a little waiting changes nothing", () => {
  const ladder = new Ladder(CAMERA, 0);
  assert.equal(ladder.look(waiting(ladder, 1.4), 1000), false);
  assert.equal(ladder.rung, CAMERA[0]);
});

test("up again only after a long calm, and after each choking a longer one", () => {
  const ladder = new Ladder(CAMERA, 0);
  ladder.look(waiting(ladder, 2), 0);
  assert.equal(ladder.look(0, 119_000), false);
  assert.equal(ladder.look(0, 120_000), true);
  assert.equal(ladder.rung, CAMERA[0]);
  ladder.look(waiting(ladder, 2), 130_000);
  assert.equal(ladder.look(0, 130_000 + 239_000), false);
  assert.equal(ladder.look(0, 130_000 + 240_000), true);
});

test("the calm begins anew while something waits", () => {
  const ladder = new Ladder(CAMERA, 0);
  ladder.look(waiting(ladder, 2), 0);
  ladder.look(waiting(ladder, 0.5), 100_000);
  assert.equal(ladder.look(0, 219_000), false);
  assert.equal(ladder.look(0, 220_000), true);
});
