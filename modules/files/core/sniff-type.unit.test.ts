import { describe, expect, test } from "vitest";
import { nameToSave } from "./name-to-save.ts";
import { sniffType } from "./sniff-type.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const latin = (value: string): Uint8Array => Uint8Array.from(value, (character) => character.charCodeAt(0));

/** An archive of stored entries: what every zip program reads. */
function aZip(entries: readonly (readonly [name: string, content: string])[]): Uint8Array {
  const number = (value: number, bytes: number): string =>
    String.fromCharCode(...Array.from({ length: bytes }, (_, index) => (value >> (8 * index)) & 0xff));
  let body = "";
  let directory = "";
  for (const [name, content] of entries) {
    const sizes = `${number(0, 4)}${number(content.length, 4)}${number(content.length, 4)}${number(name.length, 2)}`;
    directory += `PK\u0001\u0002${number(0, 12)}${sizes}${number(0, 12)}${number(body.length, 4)}${name}`;
    body += `PK\u0003\u0004${number(0, 10)}${sizes}${number(0, 2)}${name}${content}`;
  }
  const counts = `${number(0, 4)}${number(entries.length, 2)}${number(entries.length, 2)}`;
  return latin(
    `${body}${directory}PK\u0005\u0006${counts}${number(directory.length, 4)}${number(body.length, 4)}${number(0, 2)}`,
  );
}

const office = (folder: string): Uint8Array =>
  aZip([
    ["[Content_Types].xml", "<Types/>"],
    [folder, "<x/>"],
  ]);
const openDocument = (type: string): Uint8Array =>
  aZip([
    ["mimetype", `application/vnd.oasis.opendocument.${type}`],
    ["content.xml", "<x/>"],
  ]);

const utf16 = (value: string): Uint8Array => latin(`\u00ff\u00fe${value.replaceAll(/./gs, "$&\0")}`);

describe("the type of a file", () => {
  test.each([
    ["JPEG", latin("\u00ff\u00d8\u00ff\u00e0..JFIF"), "image/jpeg"],
    ["PNG", latin("\u0089PNG\r\n\u001a\n...."), "image/png"],
    ["WebP", latin("RIFF\u0001\u0002\u0003\u0004WEBPVP8 "), "image/webp"],
    ["GIF", latin("GIF89a\u0001\0"), "image/gif"],
    ["AVIF", latin("\0\0\0\u0020ftypavif\0\0\0\0"), "image/avif"],
    ["HEIC", latin("\0\0\0\u0024ftypheic\0\0\0\0"), "image/heic"],
  ])("%s is a picture", (_, bytes, mediaType) => {
    expect(sniffType(bytes)).toEqual({ kind: "picture", mediaType });
  });

  test.each([
    ["PDF", text("%PDF-1.7\n"), "application/pdf"],
    ["XLSX", office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    [
      "DOCX",
      office("word/document.xml"),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ],
    ["ODT", openDocument("text"), "application/vnd.oasis.opendocument.text"],
    ["ODS", openDocument("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"],
    ["DXF", text("  0\r\nSECTION\r\n  2\r\nHEADER\r\n"), "image/vnd.dxf"],
    ["DXF after a comment", text("999\nMade by hand\n0\nSECTION\n"), "image/vnd.dxf"],
    ["binary DXF", latin("AutoCAD Binary DXF\r\n\u001a\0\0"), "image/vnd.dxf"],
    ["text", text("Різати по два шари.\n"), "text/plain"],
    ["CSV with semicolons", text('name;price\n"дуб; світлий";10\nясен;12\n'), "text/csv"],
    [
      "CSV of Excel in windows-1251",
      latin("\u00ed\u00e0\u00e7\u00e2\u00e0;\u00f6\u00b3\u00ed\u00e0\r\na;1\r\n"),
      "text/csv",
    ],
    ["CSV in UTF-16", utf16("a\tb\n1\t2\n"), "text/csv"],
  ])("%s is a document", (_, bytes, mediaType) => {
    expect(sniffType(bytes)).toEqual({ kind: "document", mediaType });
  });

  test.each([
    ["SVG", text('<svg xmlns="http://www.w3.org/2000/svg"/>'), "web_page"],
    ["SVG after blanks and a mark", text("\ufeff \n <?xml version='1.0'?><svg/>"), "web_page"],
    ["SVG in UTF-16", utf16("<svg></svg>"), "web_page"],
    ["a page hidden in a text", text("Dear all,\n<ScRiPt src=x>"), "web_page"],
    [
      "a workbook with macros",
      aZip([
        ["[Content_Types].xml", ""],
        ["xl/workbook.xml", ""],
        ["xl/vbaProject.bin", ""],
      ]),
      "macros",
    ],
    [
      "an OpenDocument with macros",
      aZip([
        ["mimetype", "application/vnd.oasis.opendocument.text"],
        ["Basic/Standard/x.xml", ""],
      ]),
      "macros",
    ],
    ["another archive", aZip([["a.exe", "MZ"]]), "archive"],
    ["an archive that breaks off", latin("PK\u0003\u0004\0\0"), "archive"],
    ["a directory that leads outside", brokenDirectory(), "archive"],
    ["a program", latin("\u007fELF\u0002\u0001"), "other"],
    ["a text with NUL", latin("a\0b"), "other"],
  ])("%s is refused", (_, bytes, type) => {
    expect(sniffType(bytes)).toEqual({ kind: "refused", type });
  });
});

function brokenDirectory(): Uint8Array {
  const bytes = office("xl/workbook.xml");
  new DataView(bytes.buffer).setUint32(bytes.length - 22 + 16, 0x7fffffff, true);
  return bytes;
}

describe("the name under which a file is saved", () => {
  test.each([
    ["photo.jpg", "image/webp", "photo.webp"],
    ["Без назви", "image/webp", "Без назви.webp"],
    ["page.html", "application/pdf", "page.pdf"],
    ["Рахунок v1.2 final", "application/pdf", "Рахунок v1.2 final.pdf"],
    ["plan.PDF", "application/pdf", "plan.PDF"],
    ["notes.md", "text/plain", "notes.md"],
    ["prices.txt", "text/csv", "prices.txt"],
    ["run.bat", "text/plain", "run.txt"],
  ])("%s as %s: %s", (name, mediaType, wanted) => {
    expect(nameToSave(name, mediaType)).toBe(wanted);
  });
});
