import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aBigSheet } from "#test/imports/import-files.ts";
import { escapeCell, unescapeCell } from "./escape-cell.ts";
import { unpacksWithin } from "./check-unpacked.ts";
import { readTextTable } from "./read-text-table.ts";
import { readXlsxTable } from "./read-xlsx-table.ts";
import { sniffTable } from "./sniff-table.ts";
import { csvLine, csvStyleOf } from "./write-csv.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rowsOf = (text: string) => {
  const table = readTextTable(bytes(text));
  if (!table.ok) throw new Error(table.refusal.code);
  return table.value;
};

test.each([
  [";", "a;b;c\n1;2,5;x\n2;3,5;y"],
  [",", "a,b,c\n1,2.5,x\n2,3.5,y"],
  ["\t", "a\tb\tc\n1\t2,5\tx, y\n2\t3,5\ty"],
  ["|", "a|b|c\n1|2|x\n2|3|y"],
  [";", "a;b\none, two, three;1\nfour, five, six;2"],
  [";", "sep=;\na;b\n1;2"],
])("the separator %s is found", (separator, text) => {
  expect(rowsOf(text).separator).toBe(separator);
});

test("rows are counted as the file counts them: empty ones are left out, quoted line breaks are no rows", () => {
  expect(rowsOf('a;b\n\n"x\ny";2\n;;\nz;3').rows).toEqual([
    [1, ["a", "b"]],
    [3, ["x\ny", "2"]],
    [5, ["z", "3"]],
  ]);
});

test.each([
  ["a quote that is never closed", 'a;b\n"x;1\ny;2\n', "import_quote_open"],
  ["nothing", "\n;;\n", "import_empty"],
  ["one word", "hello", "file_not_a_table"],
  ["too many columns", `${"a;".repeat(101)}b`, "import_too_many_columns"],
  ["too many rows", "a;b\n".repeat(50_001), "import_too_many_rows"],
])("%s is refused", (_, text, code) => {
  const table = readTextTable(bytes(text));
  expect(table.ok ? null : table.refusal.code).toBe(code);
});

test("an endless cell is cut, control characters and half characters go", () => {
  const [, [cell] = []] = rowsOf(`${"x".repeat(5_000)};a\nb\u0000\u0007c;d`).rows[0] ?? [];
  expect(cell?.length).toBe(2_000);
  expect(rowsOf("a;b\nb\u0000\u0007c;\ud800d").rows[1]?.[1]).toEqual(["bc", "\ufffdd"]);
});

test("what a spreadsheet would run is escaped, and comes back as it was", () => {
  for (const text of ["=1+1", "+49", "-5", "@home", "'=x", "''-y", "'Tis", "plain"]) {
    expect(unescapeCell(escapeCell(text))).toBe(text);
  }
  expect(escapeCell("=1+1")).toBe("'=1+1");
  fc.assert(fc.property(fc.string(), (text) => unescapeCell(escapeCell(text)) === text));
});

test.each(["en", "uk"] as const)("what is written in %s is read again as it was", (language) => {
  const style = csvStyleOf(language);
  const cells = [{ text: '=a;b,"c"\nd' }, { number: "1234.5" }, null, { text: "ї" }];
  const text =
    csvLine([{ text: "a" }, { text: "b" }, { text: "c" }, { text: "d" }], style) + csvLine(cells, style);
  const number = style.decimalComma ? "1234,5" : "1234.5";
  expect(rowsOf(text).rows[1]?.[1]).toEqual(['=a;b,"c"\nd', number, "", "ї"]);
});

test("a spreadsheet's numbers are its digits, not floats", async () => {
  const table = await readXlsxTable(await aBigSheet(2));
  expect(table.ok && table.value.rows[2]?.[1].slice(4, 8)).toEqual([
    "SKU-1",
    "4820000000001",
    "10.51",
    "3.25",
  ]);
});

/** An archive of one entry that says it is small, whatever it unpacks to. */
function aZip(content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(31);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(1, 26);
  const entry = Buffer.alloc(47);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(1, 24);
  entry.writeUInt16LE(1, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, packed, entry, end]));
}

test("an archive that unpacks to more than it says is caught by unpacking it", () => {
  const bomb = aZip(new Uint8Array(5_000_000));
  expect(bomb.length).toBeLessThan(10_000);
  expect(unpacksWithin(bomb, 6_000_000)).toBe(true);
  expect(unpacksWithin(bomb, 4_000_000)).toBe(false);
});

test.each([
  ["a PDF", "%PDF-1.7 …", "pdf"],
  ["a web page that is called .xls", "<html><table><tr><td>1</td></tr></table></html>", "web_page"],
])("%s is not a table, and is called what it is", (_, text, looks) => {
  expect(sniffTable(bytes(text))).toEqual({ looks });
});

test("an Excel file from before 2007 is called that", () => {
  expect(sniffTable(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toEqual({
    looks: "old_xls",
  });
});

test("no bytes whatever make a reader throw", async () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.string({ unit: "binary", maxLength: 2_000 }).map(bytes),
    fc
      .array(fc.constantFrom('"', ";", ",", "\n", "\r", "a", "'", "=", "\t", "|", "ї"), { maxLength: 300 })
      .map((all) => bytes(all.join(""))),
  );
  fc.assert(
    fc.property(anything, (sent) => {
      sniffTable(sent);
      readTextTable(sent);
    }),
  );
  const sheet = await aBigSheet(3);
  await fc.assert(
    fc.asyncProperty(fc.nat(sheet.length - 1), fc.nat(255), async (at, byte) => {
      const broken = Uint8Array.from(sheet);
      broken[at] = byte;
      await readXlsxTable(broken);
    }),
    { numRuns: 25 },
  );
}, 60_000);
