import { describe, expect, it, test } from "vitest";
import { mentionsIn, partsOf, peopleFor, typedMention, withMention } from "./mentions.ts";

const people = [
  { memberId: "1", name: "Ann" },
  { memberId: "2", name: "Ann Marie" },
  { memberId: "3", name: "Іван Коваль" },
];

describe("a mention that is being typed", () => {
  test.each([
    ["@", 1, { at: 0, word: "" }],
    ["see @an", 7, { at: 4, word: "an" }],
    ["see @Ann Mar", 12, { at: 4, word: "Ann Mar" }],
    ["see @Ann", 3, null],
    ["me@example.com", 14, null],
    ["@Ann and now something else", 27, null],
    ["@Ann\nnext", 9, null],
  ])("%j at %i", (text, caret, found) => {
    expect(typedMention(text, caret)).toEqual(found);
  });

  it("offers people by any word of their name, whatever the case", () => {
    expect(peopleFor(people, "an").map(({ name }) => name)).toEqual(["Ann", "Ann Marie"]);
    expect(peopleFor(people, "кова").map(({ name }) => name)).toEqual(["Іван Коваль"]);
    expect(peopleFor(people, "mar").map(({ name }) => name)).toEqual(["Ann Marie"]);
    expect(peopleFor(people, "")).toHaveLength(3);
    expect(peopleFor(people, "zz")).toEqual([]);
  });

  it("is put out in full, with one space after it", () => {
    const [ann] = people;
    if (ann === undefined) throw new Error("Nobody is there");
    expect(withMention("see @a now", { at: 4, caret: 6 }, ann)).toEqual({ text: "see @Ann now", caret: 8 });
    expect(withMention("@", { at: 0, caret: 1 }, ann)).toEqual({ text: "@Ann ", caret: 5 });
  });
});

describe("a text that names people", () => {
  it("has them as parts of its own; the longer name wins", () => {
    expect(partsOf("@Ann Marie and @Ann!", people)).toEqual([
      { text: "@Ann Marie", isMention: true },
      { text: " and ", isMention: false },
      { text: "@Ann", isMention: true },
      { text: "!", isMention: false },
    ]);
    expect(mentionsIn("@Ann Marie", people)).toEqual(["2"]);
    expect(mentionsIn("hello @Іван Коваль, @Ann", people)).toEqual(["1", "3"]);
  });

  it("names nobody by an address of mail, or by an unknown name", () => {
    expect(mentionsIn("me@Ann @Bob @", people)).toEqual([]);
    expect(partsOf("", people)).toEqual([]);
  });
});
