import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { compiledFolder, findDrift, readTexts, renderTexts, textsFolder } from "#scripts/compile-texts.ts";

const temporary: string[] = [];
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true });
});

function copyOfTexts(): string {
  const folder = mkdtempSync(join(tmpdir(), "treadle-texts-"));
  temporary.push(folder);
  cpSync(textsFolder, folder, { recursive: true });
  return folder;
}

function plant(folder: string, file: string, changes: Record<string, string | undefined>): void {
  const path = join(folder, file);
  const texts = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  writeFileSync(path, JSON.stringify({ ...texts, ...changes }, null, 2));
}

describe("the texts of this checkout", () => {
  test("have the same ids and placeholders in both languages and all plural forms", () => {
    const texts = readTexts(textsFolder);
    expect(texts.problems).toEqual([]);
    expect(texts.namespaces.map(({ name }) => name)).toContain("common");
  });

  test("are compiled", () => {
    expect(findDrift(compiledFolder, renderTexts(readTexts(textsFolder)))).toEqual([]);
  });
});

describe("what is caught", () => {
  test.each<[string, string, Record<string, string | undefined>, string]>([
    [
      "an id that one language lacks",
      "uk/common.json",
      { "verb.start": undefined },
      "uk/common.json lacks verb.start",
    ],
    ["an id that only one has", "uk/common.json", { "a.new": "А" }, "en/common.json lacks a.new"],
    [
      "a placeholder that one lacks",
      "uk/common.json",
      { "progress.doneOf": "{done}" },
      "uk/common.json: progress.doneOf lacks {total}",
    ],
    [
      "a placeholder inside a plural that the other lacks",
      "en/common.json",
      { "count.units": "{count, plural, one {# {thing}} other {#}}" },
      "uk/common.json: count.units lacks {thing}",
    ],
    [
      "a Ukrainian plural without its forms",
      "uk/common.json",
      { "count.units": "{count, plural, one {#} other {#}}" },
      "uk/common.json: count.units: the plural of count lacks the form few",
    ],
    [
      "an id in two namespaces",
      "en/floor.json",
      { "verb.start": "Start" },
      "verb.start is in common.json and in floor.json",
    ],
    ["an empty text", "en/common.json", { "verb.start": " " }, "en/common.json: verb.start has no text"],
    [
      "a typewriter's apostrophe",
      "uk/common.json",
      { "verb.start": "Об'єднати" },
      "uk/common.json: verb.start has a typewriter's apostrophe, not ’",
    ],
    ["an id out of form", "en/common.json", { "Verb start": "x" }, "en/common.json: Verb start is no id"],
  ])("%s", (_, file, changes, expected) => {
    const folder = copyOfTexts();
    plant(folder, file, changes);
    expect(readTexts(folder).problems).toContain(expected);
  });

  test("a message that is not ICU", () => {
    const folder = copyOfTexts();
    plant(folder, "en/common.json", { "verb.start": "{broken" });
    expect(readTexts(folder).problems.join()).toContain("en/common.json: verb.start is not ICU");
  });

  test("an id written twice", () => {
    const folder = copyOfTexts();
    writeFileSync(join(folder, "en/floor.json"), '{\n  "floor.title": "One",\n  "floor.title": "Two"\n}\n');
    expect(readTexts(folder).problems).toContain("en/floor.json: floor.title is written twice");
  });

  test("a file that one language lacks", () => {
    const folder = copyOfTexts();
    rmSync(join(folder, "uk/mail.json"));
    expect(readTexts(folder).problems).toContain("uk/mail.json is missing");
  });

  test("a compiled file that is old, gone or of no texts", () => {
    const folder = copyOfTexts();
    const compiled = join(folder, "compiled");
    writeFileSync(join(compiled, "en-common.ts"), "old");
    rmSync(join(compiled, "uk-common.ts"));
    writeFileSync(join(compiled, "en-gone.ts"), "");
    expect(findDrift(compiled, renderTexts(readTexts(folder))).sort()).toEqual([
      "en-common.ts is out of date",
      "en-gone.ts belongs to no texts",
      "uk-common.ts is missing",
    ]);
  });
});
