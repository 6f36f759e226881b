import { describe, expect, it } from "vitest";
import { savedSearchField } from "#modules/production/contract/saved-view-routes.ts";
import { validateBoardSearch } from "../board-search.ts";
import { boardSearchOf, isBare, sameSaved, savedKeys, savedOf } from "./saved-search.ts";

const nobody = { operator: null, sub: null, product: null, deal: null };
const view = (search: object) => ({
  id: "7",
  name: "Late",
  shared: false,
  own: true,
  ownerName: "Daryna",
  mayChange: true,
  search,
});

describe("what a view holds", () => {
  it("is all of the address that the server keeps", () => {
    expect([...savedKeys].sort()).toEqual(Object.keys(savedSearchField.shape).sort());
    const words = {
      search: "oak",
      operator: "serhii",
      stage: "Sewing",
      overdue: "1",
      status: "open",
      view: "list",
      sort: "-due",
      cols: "due.cost",
      order: "an order",
      tab: "time",
      saved: "7",
    };
    const saved = savedOf(validateBoardSearch(words), nobody);
    expect(savedSearchField.parse(saved)).toEqual(saved);
    expect(Object.keys(saved)).not.toContain("order");
    expect(validateBoardSearch(boardSearchOf(view(saved)))).toEqual({ ...saved, saved: "7" });
  });

  it("names a person and a product by id, so that another name changes nothing", () => {
    const named = {
      operator: { id: "m1", name: "Serhii" },
      sub: null,
      product: { id: "i1", name: "Oak shelf" },
      deal: null,
    };
    const saved = savedOf({ operator: "serhii", product: "oak-shelf" }, named);
    expect(saved).toEqual({ operator: "m1", product: "i1" });
    expect(sameSaved(saved, savedOf({ operator: "m1", product: "i1" }, named))).toBe(true);
    expect(savedOf({ operator: "none" }, nobody)).toEqual({ operator: "none" });
  });

  it("differs once anything is added, changed or taken off", () => {
    expect(sameSaved({ overdue: "1" }, { overdue: "1" })).toBe(true);
    expect(sameSaved({ overdue: "1" }, {})).toBe(false);
    expect(sameSaved({ sort: "due" }, { sort: "-due" })).toBe(false);
    expect([isBare({ order: "x", saved: "7" }), isBare({ lanes: "operator" })]).toEqual([true, false]);
  });
});
