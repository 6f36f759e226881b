import { type Decimal, decimal } from "#kernel/decimal.ts";

/** How a file writes a lone comma: before decimals (the usual case), or between thousands (files with commas). */
export type NumberStyle = { readonly comma: "decimal" | "thousands" };

// Also the ones that do not break and the thin ones, which programs put between thousands.
const spaces = /[\s\u00a0\u2007\u2009\u202f'’]/g;
const currencies = /(₴|\$|€|£|zł|грн\.?|uah|usd|eur|gbp|pln|czk|ron|chf|kč|lei)/gi;

/**
 * A number as people write it: "1 234,50", "1.234,50", "1,234.50", "12,5 грн". Null where it is none. Of two signs
 * the last is before the decimals; one that stands several times is between thousands.
 */
export function readNumber(typed: string, style: NumberStyle): Decimal | null {
  const plain = typed.replaceAll(spaces, "").replaceAll(currencies, "");
  if (!/^[-+−]?[\d.,]{1,40}$/.test(plain) || !/\d/.test(plain)) return null;
  const unsigned = plain.replace(/^[-+−]/, "");
  const whole = toPoint(unsigned, style);
  if (!/^\d*(\.\d*)?$/.test(whole) || whole === ".") return null;
  const value = decimal(whole.replace(/^\./, "0.").replace(/\.$/, ""));
  return /^[-−]/.test(plain) ? value.neg() : value;
}

function toPoint(text: string, { comma }: NumberStyle): string {
  const commas = text.split(",").length - 1;
  const points = text.split(".").length - 1;
  if (commas > 0 && points > 0) {
    const last = text.lastIndexOf(",") > text.lastIndexOf(".") ? "," : ".";
    return inThousands(text, last === "," ? "." : ",").replace(",", ".");
  }
  if (commas > 1) return inThousands(text, ",");
  if (points > 1) return inThousands(text, ".");
  if (commas === 1)
    return comma === "thousands" && /^\d{1,3},\d{3}$/.test(text)
      ? text.replace(",", "")
      : text.replace(",", ".");
  return text;
}

/** Takes the signs between thousands out where they stand so; else the text stays what it is: no number. */
function inThousands(text: string, sign: "," | "."): string {
  const [head = "", ...groups] = text.split(sign);
  const other = sign === "," ? "." : ",";
  const fits =
    /^\d{1,3}$/.test(head) &&
    groups.every((group, place) =>
      place === groups.length - 1
        ? new RegExp(`^\\d{3}(\\${other}\\d*)?$`).test(group)
        : /^\d{3}$/.test(group),
    );
  return fits ? head + groups.join("") : "no number";
}
