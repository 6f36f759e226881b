import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { countedNow } from "./counted-now.ts";

const now = (counted: string, onHand: string, onHandNow: string): string =>
  text(countedNow({ counted: decimal(counted), onHand: decimal(onHand) }, decimal(onHandNow)));

describe("what a count says is there now", () => {
  it.each([
    ["what was counted, where nothing has moved since", "9.5", "10", "10", "9.5"],
    ["less by what was issued since", "9.5", "10", "7", "6.5"],
    ["more by what was received since", "12", "10", "15", "17"],
    ["the books, where the count agreed", "10", "10", "3", "3"],
    ["nothing, where more has left since than was there", "2", "10", "5", "0"],
    ["what lies there, where the books were below zero", "4", "-6", "-6", "4"],
  ])("is %s", (_, counted, onHand, onHandNow, expected) => {
    expect(now(counted, onHand, onHandNow)).toBe(expected);
  });
});
