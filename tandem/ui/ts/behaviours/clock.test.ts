import assert from "node:assert/strict";
import { test } from "node:test";
import { minutesUntil } from "./clock.ts";

const AT = Date.parse("2026-11-24T09:00:00Z");

test("a minute that has begun counts", () => {
  assert.equal(minutesUntil("2026-11-24T09:15:00Z", AT), 15);
  assert.equal(minutesUntil("2026-11-24T09:15:00Z", AT + 1), 15);
  assert.equal(minutesUntil("2026-11-24T09:15:00Z", AT + 60_000), 14);
});

test("the school's zone is in the moment itself", () => {
  assert.equal(minutesUntil("2026-11-24T10:15:00+01:00", AT), 15);
});

test("what is past has no minutes left", () => {
  assert.equal(minutesUntil("2026-11-24T08:00:00Z", AT), 0);
});
