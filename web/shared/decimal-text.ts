/**
 * Decimals as people type them, without a float in between: "1 234,50" → "1234.50". A comma or a point is the
 * decimal sign; spaces are only for the eye. Null for anything that is no decimal of at most `places` places.
 */
export function readDecimal(typed: string, places: number): string | null {
  const compact = typed.replaceAll(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(compact);
  if (match === null) return null;
  const [, sign = "", whole = "", part = ""] = match;
  if (whole === "" && part === "") return null;
  if (part.length > places) return null;
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  return `${sign}${digits}${part === "" ? "" : `.${part}`}`;
}

/** As it is shown for editing: the decimal sign of the language, and no trailing zeros ("0.0000" → "0"). */
export function showDecimal(value: string, decimalSign: "," | "."): string {
  const trimmed = value.includes(".") ? value.replace(/\.?0+$/, "") : value;
  return trimmed.replace(".", decimalSign);
}
