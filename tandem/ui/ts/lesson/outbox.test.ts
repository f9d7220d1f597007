import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "./outbox";
import type { Kept } from "./protocol";

const said = (key: string): Kept => ({ kind: "say", key, text: key });

test("what was said waits in its order until it is acknowledged", () => {
  const outbox = new Outbox();
  for (const key of ["a", "b", "c"]) outbox.add(said(key));
  assert.equal(outbox.done("b"), true);
  assert.deepEqual(outbox.waiting().map((one) => one.key), ["a", "c"]);
});

test("saying it again with the same key keeps it once; an answer that comes twice is harmless", () => {
  const outbox = new Outbox();
  outbox.add(said("a"));
  outbox.add(said("a"));
  assert.equal(outbox.size, 1);
  assert.deepEqual([outbox.done("a"), outbox.done("a"), outbox.size], [true, false, 0]);
});
