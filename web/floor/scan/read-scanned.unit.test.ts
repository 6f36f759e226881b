import { describe, expect, it } from "vitest";
import { readScanned } from "./read-scanned.ts";

const id = "0197c1e2-0000-7000-8000-0000000000aa";
const badge = "012345678901234567890123456789012345678901";

describe("a scanned code", () => {
  it("is a badge when it is 42 digits", () => {
    expect(readScanned(` ${badge}\n`, "kava")).toEqual({ kind: "badge", code: badge });
    expect(readScanned(badge.slice(1), "kava")).toEqual({ kind: "unknown" });
    expect(readScanned(`${badge}1`, "kava")).toEqual({ kind: "unknown" });
  });

  it("is a job card of this workspace, or of another, whatever the product's address", () => {
    expect(readScanned(`https://treadle.example/o/kava/${id}`, "kava")).toEqual({ kind: "order", order: id });
    expect(readScanned(`http://10.0.0.5:3000/o/kava/${id}?x=1`, "kava")).toEqual({
      kind: "order",
      order: id,
    });
    expect(readScanned(`https://treadle.example/o/chai/${id}`, "kava")).toEqual({ kind: "other_workspace" });
  });

  it.each(["12", "№12", "# 12", "0012"])("is an order's number: %s", (typed) => {
    expect(readScanned(typed, "kava")).toEqual({ kind: "order", order: "12" });
  });

  it.each(["4820000000017", "https://example.com/", "", "L-118"])("means nothing here: %s", (text) => {
    expect(readScanned(text, "kava")).toEqual({ kind: "unknown" });
  });
});
