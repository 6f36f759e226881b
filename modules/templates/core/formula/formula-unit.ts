import { type Decimal, decimal } from "#kernel/decimal.ts";
import { type Dimension, type Unit, units } from "#kernel/unit.ts";

/**
 * Units as formulas reckon with them. An area is a length times a length, so a dimension is a set of powers;
 * what has no dimension is a plain number, and so are pieces and percents. Everything is reckoned in
 * kilograms, metres and seconds (a minute is no finite decimal of an hour) and converted at the end.
 */
export type Powers = { readonly mass: number; readonly length: number; readonly time: number };

const powers = (mass: number, length: number, time: number): Powers => ({ mass, length, time });

export const noPowers = powers(0, 0, 0);
const mass = powers(1, 0, 0);
const length = powers(0, 1, 0);
const area = powers(0, 2, 0);
const volume = powers(0, 3, 0);
const time = powers(0, 0, 1);

type UnitRow = {
  readonly powers: Powers;
  /** how many base units one of it is */
  readonly factor: Decimal;
  /** how it may be written besides its code; all are compared in lower case */
  readonly spellings: readonly string[];
};

const row = (of: Powers, factor: string, ...spellings: string[]): UnitRow => ({
  powers: of,
  factor: decimal(factor),
  spellings,
});

const table = {
  pcs: row(noPowers, "1", "pc", "шт"),
  "%": row(noPowers, "0.01"),
  mg: row(mass, "0.000001", "мг"),
  g: row(mass, "0.001", "г"),
  kg: row(mass, "1", "кг"),
  t: row(mass, "1000", "т"),
  mm: row(length, "0.001", "мм"),
  cm: row(length, "0.01", "см"),
  dm: row(length, "0.1", "дм"),
  m: row(length, "1", "м"),
  km: row(length, "1000", "км"),
  mm2: row(area, "0.000001", "мм2"),
  cm2: row(area, "0.0001", "см2"),
  dm2: row(area, "0.01", "дм2"),
  m2: row(area, "1", "м2"),
  mm3: row(volume, "0.000000001", "мм3"),
  cm3: row(volume, "0.000001", "см3"),
  dm3: row(volume, "0.001", "дм3"),
  m3: row(volume, "1", "м3"),
  ml: row(volume, "0.000001", "мл"),
  l: row(volume, "0.001", "л"),
  s: row(time, "1", "sec", "с", "сек"),
  min: row(time, "60", "хв"),
  h: row(time, "3600", "год"),
} as const satisfies Record<Unit, UnitRow> & Record<string, UnitRow>;

export type FormulaUnit = keyof typeof table;
export const formulaUnits: Readonly<Record<FormulaUnit, UnitRow>> = table;

const bySpelling = new Map<string, FormulaUnit>();
for (const code of Object.keys(table) as FormulaUnit[]) {
  for (const spelling of [code, ...table[code].spellings]) bySpelling.set(spelling, code);
}

/** Every way to write a unit, for suggestions. */
export const unitSpellings: readonly string[] = [...bySpelling.keys()];

/** "КГ", "m²" and "м2" are understood; `null` when it is no unit. */
export function unitOf(word: string): FormulaUnit | null {
  const plain = word.normalize("NFC").toLowerCase().replaceAll("²", "2").replaceAll("³", "3");
  return bySpelling.get(plain) ?? null;
}

export const samePowers = (a: Powers, b: Powers): boolean =>
  a.mass === b.mass && a.length === b.length && a.time === b.time;

export const timesPowers = (a: Powers, b: Powers): Powers =>
  powers(a.mass + b.mass, a.length + b.length, a.time + b.time);

export const overPowers = (a: Powers, b: Powers): Powers =>
  powers(a.mass - b.mass, a.length - b.length, a.time - b.time);

export type DimensionWord = Dimension | "number" | "other";

/** What a refusal calls it; `other` is worded by `unitText`. */
export function dimensionWord(of: Powers): DimensionWord {
  if (samePowers(of, noPowers)) return "number";
  for (const unit of ["kg", "m", "m2", "l", "h"] as const) {
    if (samePowers(of, table[unit].powers)) return units[unit].dimension;
  }
  return "other";
}

/** Units of the product with their powers: kilograms per square metre are kg¹ m⁻². None: a plain number. */
export type UnitPower = { readonly unit: Unit; readonly power: number };

export function unitPowersOf(of: Powers): readonly UnitPower[] {
  const all: readonly UnitPower[] = [
    { unit: "kg", power: of.mass },
    { unit: "m", power: of.length },
    { unit: "h", power: of.time },
  ];
  return all.filter(({ power }) => power !== 0);
}

/** How many base units one of `unitPowersOf` is: only hours differ from the base. */
export function factorOf(of: Powers): { readonly times: Decimal; readonly over: Decimal } {
  const hours = decimal(3600).pow(Math.abs(of.time));
  return of.time >= 0 ? { times: hours, over: decimal(1) } : { times: decimal(1), over: hours };
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (power: number): string =>
  power === 1 ? "" : String(power).replaceAll(/[0-9]/g, (digit) => superscripts.charAt(Number(digit)));

/** "kg/m²" in the codes of units; "" for a plain number. `word` may put the reader's words for the codes. */
export function unitText(all: readonly UnitPower[], word: (unit: Unit) => string = (unit) => unit): string {
  const above = all.filter(({ power }) => power > 0);
  const below = all.filter(({ power }) => power < 0);
  const join = (some: readonly UnitPower[]): string =>
    some.map(({ unit, power }) => word(unit) + raised(Math.abs(power))).join("·");
  if (below.length === 0) return join(above);
  return `${above.length === 0 ? "1" : join(above)}/${join(below)}`;
}
