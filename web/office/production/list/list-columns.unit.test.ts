import { describe, expect, it } from "vitest";
import { orderColumns, orderSortField } from "#modules/production/contract/order-list-routes.ts";
import { columnsOf, listColumns, moved, nextSort, sortWords, wordsOf } from "./list-columns.ts";

const all = () => true;

describe("the list's columns", () => {
  it("are those that the server knows, each sorted both ways", () => {
    expect([...listColumns].sort()).toEqual([...orderColumns].sort());
    expect([...sortWords].sort()).toEqual([...orderSortField.options].sort());
  });

  it("stand in the address in their order; what is none, or may not be seen, is left out", () => {
    expect(columnsOf("due.status.colour.due", all)).toEqual(["due", "status"]);
    expect(columnsOf("cost.due", (column) => column !== "cost")).toEqual(["due"]);
    expect(columnsOf("", all)).toEqual([]);
    expect(wordsOf(columnsOf(undefined, all))).toBeUndefined();
    expect(wordsOf(["due", "status"])).toBe("due.status");
  });

  it("move a place to either side, and no further than the end", () => {
    expect(moved(["status", "due", "cost"], "cost", -1)).toEqual(["status", "cost", "due"]);
    expect(moved(["status", "due", "cost"], "status", 1)).toEqual(["due", "status", "cost"]);
    expect(moved(["status", "due"], "due", 1)).toEqual(["status", "due"]);
  });

  it("sort upwards, downwards, and then as they come", () => {
    expect([nextSort("due", undefined), nextSort("due", "due"), nextSort("due", "-due")]).toEqual([
      "due",
      "-due",
      undefined,
    ]);
    expect(nextSort("due", "cost")).toBe("due");
  });
});
