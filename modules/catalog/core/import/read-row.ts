import { type Decimal, decimal, moneyPlaces, quantityPlaces, text } from "#kernel/decimal.ts";
import type { AttributeValue } from "../../contract/attributes.ts";
import type { ColumnTarget, ImportDefaults, ImportField } from "../../contract/item-import.ts";
import { readAnswer, readKind, readUnit } from "./column-names.ts";
import { type NumberStyle, readNumber } from "./read-number.ts";
import type { Problem, ProblemCode, RowWish } from "./row-wish.ts";

export type RowReading = {
  readonly columns: readonly ColumnTarget[];
  readonly defaults: ImportDefaults;
  readonly style: NumberStyle;
  /** the warehouses in use, by name in lower case */
  readonly warehouses: ReadonlyMap<string, string>;
};

const longestName = 200;
const longestBarcode = 64;
const mostDays = 10_000;
/** Twelve digits before the point, as the contracts have it. */
const mostNumber = decimal("999999999999");
const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Cells = {
  /** the text, and where it stands; "" where the field has no column */
  of(field: ImportField): Cell;
  all(field: ImportField): readonly Cell[];
};
type Cell = { readonly column: number | null; readonly text: string };
type Tell = (code: ProblemCode, column: number | null, data?: Problem["data"]) => undefined;

/**
 * What a row's cells ask for, and everything that can't be understood of them. Never throws, whatever
 * the cells say.
 */
export function readRow(
  texts: readonly string[],
  reading: RowReading,
): { readonly wish: RowWish; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const tell: Tell = (code, column, data) => {
    problems.push({ column, code, ...(data === undefined ? {} : { data }) });
    return undefined;
  };
  const cells = cellsOf(texts, reading.columns);
  const number = (cell: Cell, places: number): Decimal | undefined =>
    takeNumber(cell, places, reading.style, tell);
  const price = (cell: Cell): string | undefined => {
    const value = number(cell, moneyPlaces);
    return value === undefined ? undefined : text(value);
  };
  const wish: RowWish = {
    ...given("id", takeId(cells.of("id"), tell)),
    ...given("name", takeText(cells.of("name"), longestName, tell)),
    ...given("kind", takeWord(cells.of("kind"), readKind, "import_not_a_kind", tell)),
    ...given("unit", takeWord(cells.of("unit"), readUnit, "import_not_a_unit", tell)),
    ...given("variant", takeText(cells.of("variant"), longestName, tell)),
    ...given("sku", takeText(cells.of("sku"), longestName, tell)),
    ...given("barcode", takeText(cells.of("barcode"), longestBarcode, tell)),
    ...given("salePrice", price(cells.of("salePrice"))),
    ...given("listPrice", price(cells.of("listPrice"))),
    ...given("shelfLifeDays", takeDays(cells.of("shelfLifeDays"), reading.style, tell)),
    ...given("traced", takeWord(cells.of("traced"), readAnswer, "import_not_yes_no", tell)),
    ...given("attributes", takeAttributes(texts, reading, tell)),
    ...given("packs", takePacks(cells, number, tell)),
    ...given("opening", takeOpening(cells, reading, number, tell)),
  };
  return { wish, problems };
}

function given<Key extends string, Value>(key: Key, value: Value | null | undefined): { [K in Key]?: Value } {
  return value === undefined || value === null ? {} : ({ [key]: value } as { [K in Key]?: Value });
}

function cellsOf(texts: readonly string[], columns: readonly ColumnTarget[]): Cells {
  const all = (field: ImportField): Cell[] =>
    columns.flatMap((target, column) =>
      target?.field === field ? [{ column, text: texts[column] ?? "" }] : [],
    );
  return { all, of: (field) => all(field)[0] ?? { column: null, text: "" } };
}

function takeText({ text: typed, column }: Cell, most: number, tell: Tell): string | undefined {
  // A line break inside a name is the file's way to fit it into its column.
  const plain = typed.replaceAll(/\s+/g, " ").trim();
  if (plain.length > most) return tell("import_text_too_long", column, { most });
  return plain === "" ? undefined : plain;
}

function takeWord<Word>(
  { text: typed, column }: Cell,
  read: (text: string) => Word | null,
  code: ProblemCode,
  tell: Tell,
): Word | undefined {
  if (typed === "") return undefined;
  return read(typed) ?? tell(code, column, { text: shortened(typed) });
}

function takeId({ text: typed, column }: Cell, tell: Tell): string | undefined {
  if (typed === "") return undefined;
  const id = typed.toLowerCase();
  return idShape.test(id) ? id : tell("import_id_unknown", column);
}

/** Zero or more; digits past the places are rounded, since a spreadsheet's quotient has no end. */
function takeNumber(
  { text: typed, column }: Cell,
  places: number,
  style: NumberStyle,
  tell: Tell,
): Decimal | undefined {
  if (typed === "") return undefined;
  const value = readNumber(typed, style);
  if (value === null) return tell("import_not_a_number", column, { text: shortened(typed) });
  if (value.lt(0)) return tell("import_below_zero", column, { text: shortened(typed) });
  if (value.gt(mostNumber)) return tell("import_number_too_large", column);
  return value.round(places, 1);
}

function takeDays(cell: Cell, style: NumberStyle, tell: Tell): number | undefined {
  const days = takeNumber(cell, quantityPlaces, style, tell);
  if (days === undefined) return undefined;
  if (!days.eq(days.round(0)) || days.lt(1) || days.gt(mostDays)) {
    return tell("import_not_whole_days", cell.column, { most: mostDays });
  }
  return days.toNumber();
}

function takeAttributes(
  texts: readonly string[],
  { columns, style }: RowReading,
  tell: Tell,
): Record<string, AttributeValue> | undefined {
  const attributes = new Map<string, AttributeValue>();
  for (const [column, target] of columns.entries()) {
    if (target?.field !== "attribute") continue;
    const cell = { column, text: texts[column] ?? "" };
    const value =
      target.unit === null ? attributeText(cell, tell) : attributeNumber(cell, target.unit, style, tell);
    if (value === undefined) continue;
    if (attributes.has(target.name)) tell("import_attribute_twice", column, { name: target.name });
    attributes.set(target.name, value);
  }
  return attributes.size === 0 ? undefined : Object.fromEntries(attributes);
}

function attributeText(cell: Cell, tell: Tell): AttributeValue | undefined {
  const said = takeText(cell, longestName, tell);
  return said === undefined ? undefined : { text: said };
}

function attributeNumber(
  cell: Cell,
  unit: NonNullable<Extract<ColumnTarget, { field: "attribute" }>["unit"]>,
  style: NumberStyle,
  tell: Tell,
): AttributeValue | undefined {
  const amount = takeNumber(cell, quantityPlaces, style, tell);
  if (amount === undefined) return undefined;
  // The contract's own bound: a measure of nothing is none.
  if (amount.eq(0)) return tell("import_not_above_zero", cell.column);
  return { amount: text(amount), unit };
}

/** The first name goes with the first contents, the second with the second. */
function takePacks(
  cells: Cells,
  number: (cell: Cell, places: number) => Decimal | undefined,
  tell: Tell,
): RowWish["packs"] {
  const contents = cells.all("packContains");
  const packs: { name: string; contains: string }[] = [];
  for (const [place, nameCell] of cells.all("packName").entries()) {
    const cell = contents[place] ?? { column: null, text: "" };
    const name = takeText(nameCell, longestName, tell);
    const contains = number(cell, quantityPlaces);
    if (name === undefined && cell.text === "") continue;
    if (name === undefined || cell.text === "") {
      tell("import_pack_half", name === undefined ? nameCell.column : (cell.column ?? nameCell.column));
    } else if (contains?.eq(0) === true) {
      tell("import_not_above_zero", cell.column);
    } else if (packs.some((pack) => pack.name.toLowerCase() === name.toLowerCase())) {
      tell("import_pack_twice", nameCell.column, { name });
    } else if (contains !== undefined) {
      packs.push({ name, contains: text(contains) });
    }
  }
  return packs.length === 0 ? undefined : packs;
}

/** Nothing on hand is nothing to receive. */
function takeOpening(
  cells: Cells,
  { warehouses, defaults }: RowReading,
  number: (cell: Cell, places: number) => Decimal | undefined,
  tell: Tell,
): RowWish["opening"] {
  const quantityCell = cells.of("openingQuantity");
  const priceCell = cells.of("openingPrice").text === "" ? cells.of("listPrice") : cells.of("openingPrice");
  const quantity = number(quantityCell, quantityPlaces);
  if (quantity === undefined || quantity.eq(0)) return undefined;
  if (priceCell.text === "") return tell("import_opening_half", quantityCell.column);
  // What is wrong with the list price has been told at its own column.
  const price = number(priceCell, moneyPlaces);
  const place = cells.of("warehouse");
  const named = place.text === "" ? undefined : warehouses.get(place.text.toLowerCase());
  if (place.text !== "" && named === undefined) {
    return tell("import_warehouse_unknown", place.column, { text: shortened(place.text) });
  }
  const only = warehouses.size === 1 ? [...warehouses.values()][0] : undefined;
  const warehouseId = named ?? defaults.warehouseId ?? only;
  if (warehouseId === undefined) return tell("import_warehouse_missing", quantityCell.column);
  return price === undefined ? undefined : { quantity: text(quantity), price: text(price), warehouseId };
}

const shortened = (typed: string): string => (typed.length > 60 ? `${typed.slice(0, 60)}…` : typed);
