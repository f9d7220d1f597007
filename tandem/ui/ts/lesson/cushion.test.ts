import assert from "node:assert/strict";
import { test } from "node:test";

import { Cushion } from "./cushion";

const near = (found: number, due: number): void => assert.ok(Math.abs(found - due) < 1e-9, `${found}, not ${due}`);

test("a calm line brings the lesson nearer, down to a fifth of a second", () => {
  const cushion = new Cushion(0);
  near(cushion.size, 0.3);
  cushion.look(7999);
  near(cushion.size, 0.3);
  cushion.look(8000);
  near(cushion.size, 0.25);
  for (let now = 9000; now < 100_000; now += 1000) cushion.look(now);
  near(cushion.size, 0.2);
});

test("a picture that stands still gets more time, up to a limit, and the calm is counted anew", () => {
  const cushion = new Cushion(0);
  cushion.dry(7000);
  near(cushion.size, 0.45);
  cushion.look(14_000);
  near(cushion.size, 0.45);
  cushion.look(15_000);
  near(cushion.size, 0.4);
  for (let n = 0; n < 9; n++) cushion.dry(16_000 + n);
  near(cushion.size, 0.9);
});
