import { z } from "zod";
import { unitNames } from "./unit.ts";

/** The fields that every contract is built from. Texts are trimmed and can't carry control characters. */

// C0 controls but tab and line feed, and DEL: they break logs, CSV and screens, and Postgres refuses NUL.
// oxlint-disable-next-line no-control-regex -- naming the control characters is the point
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const noControls = (value: string): boolean => !controlCharacters.test(value);

/** In lower case, so that the same id is the same text wherever it is compared. */
export const idField = z.uuid().toLowerCase();
export const nameField = z.string().trim().min(1).max(200).refine(noControls, "control_characters");
export const textField = z.string().trim().max(10_000).refine(noControls, "control_characters");
export const reasonField = z.string().trim().min(1).max(1_000).refine(noControls, "control_characters");
export const searchField = z.string().trim().max(200).refine(noControls, "control_characters");

function decimalField(places: number, wholeDigits: number, sign: "positive" | "zero_or_more" | "any") {
  const pattern = new RegExp(`^-?\\d{1,${wholeDigits}}(\\.\\d{1,${places}})?$`);
  return z
    .string()
    .regex(pattern, "decimal_text")
    .refine(
      (value) =>
        sign === "any" ||
        (sign === "zero_or_more" ? !value.startsWith("-") : !value.startsWith("-") && /[1-9]/.test(value)),
      sign === "positive" ? "more_than_zero" : "zero_or_more",
    );
}

/** Decimals travel as text ("2.5"): a JSON number would be a float. Bounds keep sums far inside numeric. */
export const quantityField = decimalField(6, 12, "positive");
export const quantityOrZeroField = decimalField(6, 12, "zero_or_more");
export const signedQuantityField = decimalField(6, 12, "any");
export const moneyField = decimalField(4, 12, "zero_or_more");
export const signedMoneyField = decimalField(4, 14, "any");
/** A share: 0.15 is 15 %. */
export const shareField = decimalField(6, 3, "zero_or_more");
export const unitField = z.enum(unitNames);
/** Units of a product that move through the shop: whole. */
export const countField = z.int().min(1).max(1_000_000);
export const secondsField = z.int().min(0).max(31_536_000);
export const dateField = z.iso.date();
export const instantField = z.iso.datetime({ offset: true });
export const priorityField = z.enum(["low", "normal", "high", "urgent"]);
export const languageField = z.enum(["en", "uk"]);
export const currencyField = z.enum(["UAH", "EUR", "USD", "GBP", "PLN", "CZK", "RON", "CHF"]);

/** Output sides of the same: what the server sends. */
export const decimalText = z.string();

/** A page of a list: `next` is the cursor to ask the following page with, null at the end. */
export const pageQuery = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable() });
