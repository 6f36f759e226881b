import { describe, expect, test } from "vitest";
import { parseSearch, pickTexts, pickWords, stringifySearch } from "./search-text.ts";

describe("An address that a person can read", () => {
  test("carries texts as they are, and nothing of what is empty", () => {
    expect(stringifySearch({ search: "дуб, 2 м", overdue: "yes", tab: undefined, item: "" })).toBe(
      `?${new URLSearchParams({ search: "дуб, 2 м", overdue: "yes" }).toString()}`,
    );
    expect(stringifySearch({})).toBe("");
  });

  test("says the same after the way back", () => {
    const search = { search: '"100 %" & more=less', new: "deal" };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  test("keeps only what a screen knows", () => {
    expect(pickTexts({ search: "oak", evil: "1", item: "" }, ["search", "item"])).toEqual({ search: "oak" });
    expect(pickTexts({ search: "x".repeat(500) }, ["search"]).search).toHaveLength(200);
    expect(pickWords({ tab: "members", state: "burning" }, { tab: ["members"], state: ["done"] })).toEqual({
      tab: "members",
    });
  });
});
