import { expect, test } from "vitest";
import { type ActivityParts, readParts } from "./activity-parts.ts";

const nothing: ActivityParts = { direction: null, outcome: null, minutes: null, channel: null, text: "" };

test("a note is words and nothing else", () => {
  expect(readParts("note", { ...nothing, text: "Likes oak" })).toEqual({
    ok: true,
    value: { ...nothing, text: "Likes oak" },
  });
  expect(readParts("note", nothing)).toMatchObject({ ok: false, refusal: { code: "activity_empty" } });
  expect(readParts("note", { ...nothing, text: "x", direction: "in" })).toMatchObject({
    refusal: {
      code: "activity_part_foreign",
      path: ["direction"],
      data: { kind: "note", part: "direction" },
    },
  });
});

test("a call may be without words, and went out unless somebody says otherwise", () => {
  expect(readParts("call", { ...nothing, minutes: 0 })).toMatchObject({
    ok: true,
    value: { direction: "out", minutes: 0 },
  });
  expect(readParts("call", { ...nothing, direction: "in", outcome: "busy" })).toMatchObject({
    value: { direction: "in", outcome: "busy" },
  });
  expect(readParts("call", { ...nothing, channel: "sms" })).toMatchObject({
    refusal: { code: "activity_part_foreign", path: ["channel"] },
  });
});

test("a message has words and a channel, and no minutes", () => {
  expect(readParts("message", { ...nothing, channel: "email", text: "Offer sent" })).toMatchObject({
    ok: true,
    value: { direction: "out", channel: "email" },
  });
  expect(readParts("message", { ...nothing, channel: "email" })).toMatchObject({
    refusal: { code: "activity_empty", path: ["text"] },
  });
  // No minutes is not zero minutes.
  expect(readParts("message", { ...nothing, minutes: 0, text: "x" })).toMatchObject({
    refusal: { code: "activity_part_foreign", path: ["minutes"] },
  });
});
