import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { checkAskedAttributes } from "#modules/catalog/core/asked-attributes.ts";
import { findUpsellsInUse } from "#modules/catalog/store/upsell.ts";
import { findVariantsInUse } from "#modules/catalog/store/variant.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { findAsked, type NewDealLine, orderedAttributes } from "#modules/crm/store/deal-line.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

type LineInput = {
  readonly variantId: Id;
  readonly quantity: number;
  readonly price: string;
  readonly promisedDate: string | null;
  readonly upsellIds: readonly Id[];
  readonly attributes?: OrderAttributes | undefined;
};

/**
 * The lines as they are saved: upsells at the price of now. Refusals: variant_unknown; upsell_unknown, also for
 * one that belongs to another item; attribute_…: a value that nobody asked for, or of another kind. `path` leads to the lines in the input.
 */
export async function readLines(
  tx: Tx,
  lines: readonly LineInput[],
  firstPosition: number,
  act: Act,
  path: (index: number) => readonly (string | number)[],
): Promise<Result<NewDealLine[]>> {
  const wanted = lines.map((line) => ({
    ...line,
    variantId: line.variantId.toLowerCase(),
    upsellIds: [...new Set(line.upsellIds.map((id) => id.toLowerCase()))],
  }));
  const variants = await findVariantsInUse(tx, [...new Set(wanted.map((line) => line.variantId))]);
  const upsells = await findUpsellsInUse(tx, [...new Set(wanted.flatMap((line) => line.upsellIds))]);
  const answering = wanted.flatMap(({ attributes, variantId }) =>
    attributes === undefined ? [] : (variants.get(variantId)?.itemId ?? []),
  );
  const asked = await findAsked(tx, [...new Set(answering)]);
  const read: NewDealLine[] = [];
  for (const [index, line] of wanted.entries()) {
    const variant = variants.get(line.variantId);
    if (variant === undefined) return no("variant_unknown", {}, [...path(index), "variantId"]);
    const chosen = [];
    for (const [place, upsellId] of line.upsellIds.entries()) {
      const upsell = upsells.get(upsellId);
      if (upsell === undefined || upsell.itemId !== variant.itemId) {
        return no("upsell_unknown", {}, [...path(index), "upsellIds", place]);
      }
      chosen.push({ id: act.newId(), upsellId, price: upsell.price });
    }
    const { variantId, quantity, price, promisedDate, attributes = {} } = line;
    const place = [...path(index), "attributes"];
    const checked = checkAskedAttributes(asked.get(variant.itemId) ?? [], attributes, place, {
      partly: true,
    });
    if (!checked.ok) return checked;
    read.push({
      id: act.newId(),
      position: firstPosition + index,
      variantId,
      quantity,
      price,
      promisedDate,
      attributes: orderedAttributes(attributes),
      upsells: chosen,
    });
  }
  return ok(read);
}

/** A line as a fact tells it. */
export function lineData(line: NewDealLine): Record<string, unknown> {
  return {
    lineId: line.id,
    variantId: line.variantId,
    quantity: String(line.quantity),
    price: line.price,
    promisedDate: line.promisedDate,
    attributes: line.attributes,
    upsells: line.upsells.map(({ upsellId, price }) => ({ upsellId, price: text(price) })),
  };
}
