import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnTarget } from "../../contract/item-import.ts";
import { nameOfColumn, recogniseColumn } from "./column-names.ts";
import { findHeader } from "./find-header.ts";
import { readNumber } from "./read-number.ts";
import { readRow, type RowReading } from "./read-row.ts";

describe("numbers as people write them", () => {
  test.each([
    ["1 234,50", "1234.5"],
    ["1\u00a0234,50", "1234.5"],
    ["1.234,50", "1234.5"],
    ["1,234.50", "1234.5"],
    ["1 234 567", "1234567"],
    ["1,234,567", "1234567"],
    ["12,5 грн", "12.5"],
    ["₴12.5", "12.5"],
    ["-3", "-3"],
    [".5", "0.5"],
    ["5,", "5"],
  ])("%s is %s", (typed, value) => {
    expect(readNumber(typed, { comma: "decimal" })?.toFixed()).toBe(value);
  });

  test("a lone comma before three digits is what the file's commas are", () => {
    expect(readNumber("1,234", { comma: "decimal" })?.toFixed()).toBe("1.234");
    expect(readNumber("1,234", { comma: "thousands" })?.toFixed()).toBe("1234");
    expect(readNumber("1,5", { comma: "thousands" })?.toFixed()).toBe("1.5");
  });

  test.each(["", "abc", "1.2.3", "12,34,56", "1e5", "--1", "1-2", ",", "1.234.56"])("%s is none", (typed) => {
    expect(readNumber(typed, { comma: "decimal" })).toBeNull();
  });
});

test.each([
  ["Найменування", { field: "name" }],
  ["Од. вим.", { field: "unit" }],
  ["Ціна продажу, грн", { field: "salePrice" }],
  ["PRICE (USD)", { field: "salePrice" }],
  ["Штрих-код", { field: "barcode" }],
  ["SKU *", { field: "sku" }],
  ["Атрибут: вага (г)", { field: "attribute", name: "вага", unit: "g" }],
  ["attribute: colour", { field: "attribute", name: "colour", unit: null }],
  ["something else", null],
])("the column %s is known", (name, target) => {
  expect(recogniseColumn(name)).toEqual(target);
});

test("what a column of ours is called is known again, in both languages", () => {
  const targets: NonNullable<ColumnTarget>[] = [
    { field: "packContains" },
    { field: "openingPrice" },
    { field: "id" },
    { field: "shelfLifeDays" },
    { field: "attribute", name: "size (m)", unit: null },
    { field: "attribute", name: "size", unit: "m2" },
  ];
  for (const target of targets) {
    for (const language of ["en", "uk"] as const)
      expect(recogniseColumn(nameOfColumn(target, language))).toEqual(target);
  }
});

test("the row with the most known names is the header, below whatever title", () => {
  const rows = [
    [1, ["Прайс", "товар"]],
    [3, ["Назва", "Код", "Ціна", "Ціна"]],
    [4, ["Хліб", "1", "2", "3"]],
  ] as const;
  expect(findHeader(rows, 4)).toMatchObject({
    row: 3,
    columns: [{ field: "name" }, { field: "sku" }, { field: "salePrice" }, null],
  });
});

const reading = (columns: ColumnTarget[], part: Partial<RowReading> = {}): RowReading => ({
  columns,
  defaults: { kind: null, unit: null, warehouseId: null },
  style: { comma: "decimal" },
  warehouses: new Map([["main", "w-1"]]),
  ...part,
});

test("packs go in pairs, opening stock takes the only warehouse and the list price", () => {
  const columns: ColumnTarget[] = [
    { field: "packName" },
    { field: "packContains" },
    { field: "packName" },
    { field: "packContains" },
    { field: "openingQuantity" },
    { field: "listPrice" },
  ];
  expect(readRow(["Sack", "50", "Box", "", "10", "2,5"], reading(columns))).toEqual({
    wish: {
      packs: [{ name: "Sack", contains: "50" }],
      listPrice: "2.5",
      opening: { quantity: "10", price: "2.5", warehouseId: "w-1" },
    },
    problems: [{ column: 3, code: "import_pack_half" }],
  });
});

test("a spreadsheet's endless quotient is rounded to four places", () => {
  expect(readRow(["8.33333333333333"], reading([{ field: "salePrice" }])).wish).toEqual({
    salePrice: "8.3333",
  });
});

test("whatever the cells say, a row is read or its faults are told", () => {
  const columns: ColumnTarget[] = [
    { field: "name" },
    { field: "kind" },
    { field: "unit" },
    { field: "salePrice" },
    { field: "shelfLifeDays" },
    { field: "packName" },
    { field: "packContains" },
    { field: "attribute", name: "__proto__", unit: "kg" },
    { field: "openingQuantity" },
    { field: "warehouse" },
    { field: "id" },
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom("1", "-1", "1,5", "9".repeat(30))), { maxLength: 12 }),
      (cells) => {
        const { problems } = readRow(cells, reading(columns));
        return problems.every(({ column }) => column === null || column < columns.length);
      },
    ),
  );
});
