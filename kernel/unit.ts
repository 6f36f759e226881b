import { decimal, type Decimal } from "./decimal.ts";

/**
 * Units of measure and what they convert to. `factor` is how many base units one of it is.
 * Source: SI; pieces are a dimension of their own.
 */
export type Dimension = "count" | "mass" | "length" | "area" | "volume" | "time";
type UnitRow = { readonly dimension: Dimension; readonly factor: string };

export const units = {
  pcs: { dimension: "count", factor: "1" },
  g: { dimension: "mass", factor: "0.001" },
  kg: { dimension: "mass", factor: "1" },
  t: { dimension: "mass", factor: "1000" },
  mm: { dimension: "length", factor: "0.001" },
  cm: { dimension: "length", factor: "0.01" },
  m: { dimension: "length", factor: "1" },
  m2: { dimension: "area", factor: "1" },
  ml: { dimension: "volume", factor: "0.001" },
  l: { dimension: "volume", factor: "1" },
  h: { dimension: "time", factor: "1" },
} as const satisfies Record<string, UnitRow>;

export type Unit = keyof typeof units;
export const unitNames = Object.keys(units) as Unit[];

/** `null` when the two are of different dimensions. */
export function convert(amount: Decimal, from: Unit, to: Unit): Decimal | null {
  if (from === to) return amount;
  if (units[from].dimension !== units[to].dimension) return null;
  return amount.times(decimal(units[from].factor)).div(decimal(units[to].factor));
}
