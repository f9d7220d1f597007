import assert from "node:assert/strict";
import { before, test } from "node:test";
import { figure, length } from "./clockwords";
import { learn, say } from "./words";

before(() => learn({ "track.minutes": "{n} min", "track.seconds": "{n} s", "line.teacher": "gone for {time}" }));

test("a length is said in minutes and seconds, and never with a zero too many", () => {
  assert.deepEqual([0, 9.6, 60, 130, 3600, -4].map(length), ["0 s", "10 s", "1 min", "2 min 10 s", "60 min", "0 s"]);
});

test("a place is written with colons", () => {
  assert.deepEqual([0, 9.9, 65, 3599.9, 3723].map(figure), ["0:00", "0:09", "1:05", "59:59", "1:02:03"]);
});

test("words are filled in; what is not given stays, what is unknown is its own name", () => {
  assert.equal(say("line.teacher", { time: "5 s" }), "gone for 5 s");
  assert.equal(say("line.teacher"), "gone for {time}");
  assert.equal(say("gone"), "gone");
});
