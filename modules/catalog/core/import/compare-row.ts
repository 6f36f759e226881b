import { decimal } from "#kernel/decimal.ts";
import type { AttributeValue } from "../../contract/attributes.ts";
import type { KnownItem, KnownVariant } from "./known-items.ts";
import type { RowWish } from "./row-wish.ts";

/** Shown as it is: a text or a number with its unit. `field` is a field's name, "attribute:<name>" or "pack:<name>". */
export type RowChange = { readonly field: string; readonly from: string | null; readonly to: string | null };

/** What a row changes of a variant and its item; nothing for what it leaves out or says as it is. */
export function compareRow(wish: RowWish, item: KnownItem, variant: KnownVariant): RowChange[] {
  const changes: RowChange[] = [];
  const compare = (field: string, from: string | null, to: string | undefined): void => {
    if (to !== undefined && to !== from) changes.push({ field, from, to });
  };
  const compareNumber = (field: string, from: string | null, to: string | undefined): void => {
    if (to !== undefined && (from === null || !decimal(from).eq(to))) changes.push({ field, from, to });
  };
  compare("name", item.name, wish.name);
  compare("shelfLifeDays", item.shelfLifeDays?.toString() ?? null, wish.shelfLifeDays?.toString());
  compare("traced", answer(item.traced), answer(wish.traced));
  compare("variant", variant.name, variantNameOf(wish, item, variant));
  compare("sku", variant.sku, wish.sku);
  compare("barcode", variant.barcode, wish.barcode);
  compareNumber("salePrice", variant.salePrice, wish.salePrice);
  compareNumber("listPrice", variant.listPrice, wish.listPrice);
  for (const [name, value] of Object.entries(wish.attributes ?? {})) {
    const before = Object.hasOwn(variant.attributes, name) ? variant.attributes[name] : undefined;
    if (before === undefined || !sameValue(before, value)) {
      changes.push({
        field: `attribute:${name}`,
        from: before === undefined ? null : shown(before),
        to: shown(value),
      });
    }
  }
  for (const pack of wish.packs ?? []) {
    const before = item.packs.find((known) => known.name.toLowerCase() === pack.name.toLowerCase());
    if (before === undefined || before.archived || !decimal(before.contains).eq(pack.contains)) {
      const from = before === undefined || before.archived ? null : before.contains;
      changes.push({ field: `pack:${pack.name}`, from, to: pack.contains });
    }
  }
  if (wish.opening !== undefined)
    changes.push({ field: "openingQuantity", from: null, to: wish.opening.quantity });
  return changes;
}

/** A variant that is named like its item stands for it, and follows its name. */
export function variantNameOf(wish: RowWish, item: KnownItem, variant: KnownVariant): string | undefined {
  if (wish.variant !== undefined) return wish.variant;
  return variant.name === item.name ? wish.name : undefined;
}

function answer(traced: boolean): string;
function answer(traced: boolean | undefined): string | undefined;
function answer(traced: boolean | undefined): string | undefined {
  if (traced === undefined) return undefined;
  return traced ? "yes" : "no";
}

const shown = (value: AttributeValue): string =>
  "text" in value ? value.text : `${value.amount} ${value.unit}`;

function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if ("text" in a || "text" in b) return "text" in a && "text" in b && a.text === b.text;
  return a.unit === b.unit && decimal(a.amount).eq(b.amount);
}
