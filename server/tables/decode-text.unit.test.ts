import { expect, test } from "vitest";
import { inWindows1251 } from "#test/imports/import-files.ts";
import { decodeText } from "./decode-text.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
function utf16(text: string, order: "le" | "be", mark: boolean): Uint8Array {
  const codes = Array.from(mark ? `\ufeff${text}` : text, (character) => character.charCodeAt(0));
  return Uint8Array.from(
    codes.flatMap((code) => (order === "le" ? [code & 255, code >> 8] : [code >> 8, code & 255])),
  );
}

const words = "Назва;Ціна\r\nБорошно «Вищий ґатунок»;18,50\r\nСіль їдальня;9,00";

test.each([
  ["UTF-8", utf8(words), "utf-8"],
  ["UTF-8 with its mark", utf8(`\ufeff${words}`), "utf-8"],
  ["UTF-16 as Excel saves it", utf16(words, "le", true), "utf-16le"],
  ["UTF-16 the other way round", utf16(words, "be", true), "utf-16be"],
  ["UTF-16 without a mark", utf16(words, "le", false), "utf-16le"],
  ["UTF-16 the other way round without a mark", utf16(words, "be", false), "utf-16be"],
  ["windows-1251", inWindows1251(words), "windows-1251"],
])("%s is recognised, and its words are whole", (_, bytes, encoding) => {
  expect(decodeText(bytes)).toEqual({ text: words, encoding });
});

test("a Western text is not taken for Cyrillic", () => {
  const bytes = Uint8Array.from([
    ...utf8("Caf"),
    0xe9,
    ...utf8(";Gr"),
    0xf6,
    0xdf,
    ...utf8("e;na"),
    0xef,
    ...utf8("ve;pi"),
    0xf1,
    ...utf8("ata"),
  ]);
  expect(decodeText(bytes)).toEqual({ text: "Café;Größe;naïve;piñata", encoding: "windows-1252" });
});
