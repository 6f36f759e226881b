import { describe, expect, it } from "vitest";
import {
  countFilters,
  filterOf,
  listFilterOf,
  noFilters,
  validateBoardSearch,
  wordOf,
} from "./board-search.ts";

describe("the board's address", () => {
  it("takes what a person can read, and leaves out what it doesn't know", () => {
    const search = { operator: "serhii", overdue: "1", from: "2026-06-01", colour: "red", lanes: "moon" };
    expect(validateBoardSearch(search)).toEqual({ operator: "serhii", overdue: "1", from: "2026-06-01" });
  });

  it("takes one subcontractor's overdue orders of June", () => {
    const search = { sub: "serhii", overdue: "1", from: "2026-06-01", to: "2026-06-30" };
    expect(validateBoardSearch(search)).toEqual(search);
    expect(filterOf(validateBoardSearch(search))).toEqual(search);
    expect(countFilters(validateBoardSearch(search))).toBe(3);
    expect(validateBoardSearch({ lanes: "subcontractor", tab: "subcontractors" })).toEqual({
      lanes: "subcontractor",
      tab: "subcontractors",
    });
  });

  it("leaves out days and numbers that are none", () => {
    const search = { from: "2026-13-40", to: "soon", stuck: "-1", batch: "half", overdue: "yes" };
    expect(validateBoardSearch(search)).toEqual({});
  });

  it("counts a period once, and neither the words nor how it is shown", () => {
    const period = { by: "created", from: "2026-06-01", to: "2026-06-30" } as const;
    expect(countFilters({ ...period, search: "oak", columns: "stage", lanes: "operator" })).toBe(1);
    expect(countFilters({ to: "2026-06-30", overdue: "1", stuck: "3" })).toBe(3);
    expect(countFilters({ by: "created" })).toBe(0);
    expect(countFilters({ ...period, ...noFilters })).toBe(0);
    expect(countFilters({ status: "open", view: "list" })).toBe(1);
    expect(countFilters({ status: "open" })).toBe(0);
  });

  it("asks the server for all of it together", () => {
    const search = {
      operator: "serhii",
      product: "oak-shelf",
      overdue: "1",
      stuck: "3",
      to: "2026-06-30",
    } as const;
    expect(filterOf({ ...search, by: "created", columns: "stage", order: "x" })).toEqual({
      ...search,
      by: "created",
    });
    expect(
      listFilterOf({ operator: "serhii", status: "open", sort: "-due", cols: "due", view: "list" }),
    ).toEqual({
      operator: "serhii",
      status: "open",
      sort: "-due",
    });
    // A kind of period without a day is no filter.
    expect(filterOf({ by: "created" })).toEqual({});
  });
});

describe("a name in an address", () => {
  const serhii = { id: "1", name: "Serhii Koval" };
  it("is the name itself, in small letters", () => {
    expect(wordOf(serhii, [serhii, { id: "2", name: "Olena" }])).toBe("serhii-koval");
    expect(wordOf({ id: "3", name: "Серветка лляна" }, [])).toBe("серветка-лляна");
  });

  it("is the id where several have it, or where it would say something else", () => {
    expect(wordOf(serhii, [serhii, { id: "2", name: "serhii koval" }])).toBe("1");
    expect(wordOf({ id: "4", name: "None" }, [])).toBe("4");
  });
});
