import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allowedCommands, commands } from "./commands.ts";
import { matchCommands } from "./match-commands.ts";

const textsOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../texts/${language}/desk.json`, import.meta.url), "utf8")) as Record<
    string,
    string
  >;
const named = (language: "en" | "uk") => {
  const texts = textsOf(language);
  return commands.map(({ id }) => ({
    id,
    label: texts[`palette.command.${id}`] ?? "",
    words: texts[`palette.words.${id}`] ?? "",
  }));
};
const find = (typed: string, language: "en" | "uk" = "en", lately: string[] = []): string[] =>
  matchCommands(named(language), typed, lately).map(({ id }) => id);

describe("commands by their words", () => {
  it("are found in both languages, whichever is shown", () => {
    for (const language of ["en", "uk"] as const) {
      expect(find("receive", language)[0]).toBe("receiveStock");
      expect(find("прийняти на", language)[0]).toBe("receiveStock");
      expect(find("інвент", language)).toContain("startStocktake");
      expect(find("dark", language)).toEqual(["darkTheme"]);
      expect(find("ТЕМНА", language)).toEqual(["darkTheme"]);
      expect(find("нова угода", language)).toEqual(["newDeal"]);
      expect(find("deal new", language)).toEqual(["newDeal"]);
    }
  });
  it("put whose name begins so before who is only known by the word", () => {
    expect(find("new ord")[0]).toBe("newOrder");
    expect(find("stock")).not.toContain("deals");
    expect(find("go to s").slice(0, 2)).toEqual(["stock", "shortages"]);
  });
  it("answer + with what makes something new", () => {
    expect(find("+ task")).toEqual(["newTask"]);
  });
  it("put the ones of late first among equals, and find nothing by nonsense", () => {
    expect(find("go to", "en", ["items"])[0]).toBe("items");
    expect(find("", "en", ["signOut", "items"]).slice(0, 2)).toEqual(["signOut", "items"]);
    expect(find("xyzzy")).toEqual([]);
  });
});

describe("commands", () => {
  it("all have a name and words", () => {
    for (const language of ["en", "uk"] as const) {
      expect(named(language).filter(({ label, words }) => label === "" || words === "")).toEqual([]);
    }
  });
  it("are only those that one may do", () => {
    const ids = allowedCommands((action) => action === "stock.read").map(({ id }) => id);
    expect(ids).toContain("stock");
    expect(ids).toContain("signOut");
    expect(ids).not.toContain("receiveStock");
    expect(ids).not.toContain("newDeal");
  });
});
