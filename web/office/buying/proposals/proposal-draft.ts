import { decimal, roundMoney, sum, text } from "#kernel/decimal.ts";
import { roundUpToPacks } from "#modules/buying/core/propose-quantity.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";

export type Proposal = OutputOf<"proposePurchases">["rows"][number];
export type Offer = Proposal["offers"][number];
type Row = RequestOf<"createPurchases">["rows"][number];

/** What a person has made of a proposal; what they left alone follows the proposal, also when that changes. */
export type Choice = {
  readonly ticked?: boolean;
  readonly supplierId?: string;
  readonly quantity?: string;
};
export type Choices = Readonly<Record<string, Choice>>;

export const keyOf = (row: Pick<Proposal, "variantId" | "warehouseId">): string =>
  `${row.variantId} ${row.warehouseId}`;

export type Chosen = {
  readonly key: string;
  readonly row: Proposal;
  readonly ticked: boolean;
  readonly supplierId: string | null;
  /** what this supplier is known to offer; null for one that never did */
  readonly offer: Offer | null;
  readonly quantity: string;
};

/**
 * All that is wanted, with the proposal's own answer where nobody chose. Whoever came for some rows finds these
 * ticked, else all that have a supplier are: taking up the proposals is one step.
 */
export function chosenOf(
  rows: readonly Proposal[],
  choices: Choices,
  asked: readonly string[],
): readonly Chosen[] {
  return rows.map((row): Chosen => {
    const key = keyOf(row);
    const choice = choices[key] ?? {};
    const supplierId = choice.supplierId ?? row.offers[0]?.supplierId ?? null;
    const offer = row.offers.find((one) => one.supplierId === supplierId) ?? null;
    const usual = asked.length === 0 ? row.offers.length > 0 : asked.includes(row.variantId);
    return {
      key,
      row,
      ticked: choice.ticked ?? usual,
      supplierId,
      offer,
      quantity: choice.quantity ?? offer?.quantity ?? withoutPacks(row),
    };
  });
}

/** From somebody whose packs nobody knows. */
const withoutPacks = (row: Proposal): string => text(roundUpToPacks(decimal(row.needed), null, row.unit));

export type Group = { readonly supplierId: string | null; readonly rows: readonly Chosen[] };

/** By supplier, in the order in which they first come; those without one last. */
export function groupsOf(chosen: readonly Chosen[]): readonly Group[] {
  const groups = new Map<string | null, Chosen[]>();
  for (const one of chosen) groups.set(one.supplierId, [...(groups.get(one.supplierId) ?? []), one]);
  return [...groups]
    .map(([supplierId, rows]) => ({ supplierId, rows }))
    .sort((a, b) => Number(a.supplierId === null) - Number(b.supplierId === null));
}

/** null where a price is not known, or nothing is typed. */
export function sumOf({ offer, quantity }: Chosen): string | null {
  if (offer?.price === null || offer === null || quantity === "") return null;
  return text(roundMoney(decimal(quantity).times(offer.price)));
}

/** What the ticked rows come to; null where one of them has no sum: a part would look like the whole. */
export function totalOf(chosen: readonly Chosen[]): string | null {
  const sums = chosen.filter((one) => one.ticked).map(sumOf);
  return sums.includes(null) ? null : text(sum(sums.flatMap((one) => (one === null ? [] : [decimal(one)]))));
}

/** The rows that can be sent; null while a ticked one lacks its supplier or its amount. */
export function rowsToSend(chosen: readonly Chosen[]): readonly Row[] | null {
  const rows: Row[] = [];
  for (const { row, ticked, supplierId, offer, quantity } of chosen) {
    if (!ticked) continue;
    if (supplierId === null || quantity === "" || decimal(quantity).lte(0)) return null;
    rows.push({
      variantId: row.variantId,
      warehouseId: row.warehouseId,
      supplierId,
      quantity,
      pack: offer?.pack ?? null,
      price: offer?.price ?? null,
      expected: row.expected,
    });
  }
  return rows;
}

/** How many drafts it would be: one for each supplier and warehouse. */
export const draftsOf = (rows: readonly Row[]): number =>
  new Set(rows.map((row) => `${row.supplierId} ${row.warehouseId}`)).size;
