import type { Id, NewId } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { ItemKind } from "../../contract/routes.ts";
import { compareRow, type RowChange, variantNameOf } from "./compare-row.ts";
import type { KnownItem, KnownItems, KnownPack, KnownVariant } from "./known-items.ts";
import type { Problem, RowWish } from "./row-wish.ts";

/** A row that was found good: what it wants, and of which item and variant. */
export type RowToTake = {
  readonly number: number;
  readonly verdict: "new" | "changed";
  readonly wish: RowWish;
  readonly itemId: Id;
  readonly variantId: Id;
};

export type ItemFact = {
  readonly kind: string;
  readonly thing: "item" | "variant" | "pack";
  readonly thingId: Id;
  readonly version: number;
  readonly data: Record<string, unknown>;
};

/** All that a chunk of rows comes to, in the order in which it happens. */
export type Taken = {
  readonly newItems: readonly KnownItem[];
  readonly changedItems: readonly KnownItem[];
  readonly newVariants: readonly KnownVariant[];
  readonly changedVariants: readonly KnownVariant[];
  readonly newPacks: readonly (KnownPack & { readonly itemId: Id })[];
  readonly changedPacks: readonly KnownPack[];
  readonly listPrices: readonly { readonly variantId: Id; readonly price: string }[];
  readonly openings: readonly (NonNullable<RowWish["opening"]> & { readonly variantId: Id })[];
  readonly facts: readonly ItemFact[];
  /** rows that can't be taken any more, with the reason */
  readonly failed: ReadonlyMap<number, Problem>;
};

type Work = {
  readonly items: Map<Id, KnownItem>;
  readonly variants: Map<Id, KnownVariant>;
  readonly skus: Map<string, Id>;
  readonly barcodes: Map<string, Id>;
  readonly packs: Map<Id, KnownPack>;
  readonly newItems: Set<Id>;
  readonly changedItems: Set<Id>;
  readonly newVariants: Set<Id>;
  readonly changedVariants: Set<Id>;
  readonly newPacks: Map<Id, Id>;
  readonly changedPacks: Set<Id>;
  readonly listPrices: { variantId: Id; price: string }[];
  readonly openings: (NonNullable<RowWish["opening"]> & { variantId: Id })[];
  readonly facts: ItemFact[];
  readonly newId: NewId;
};

/**
 * Takes rows against what is there now, which may be other than when they were looked at: a code that another variant
 * has got since, an item that is another kind of thing, stock that has begun; such a row fails, and no other with it.
 */
export function takeRows(rows: readonly RowToTake[], known: KnownItems, newId: NewId): Taken {
  const work = begin(known, newId);
  const failed = new Map<number, Problem>();
  for (const row of rows) {
    const problem = row.verdict === "new" ? addRow(work, row) : changeRow(work, row);
    if (problem !== null) failed.set(row.number, problem);
  }
  const pick = <T>(ids: Iterable<Id>, from: ReadonlyMap<Id, T>): T[] =>
    [...ids].flatMap((id) => from.get(id) ?? []);
  return {
    newItems: pick(work.newItems, work.items),
    changedItems: pick(work.changedItems, work.items),
    newVariants: pick(work.newVariants, work.variants),
    changedVariants: pick(work.changedVariants, work.variants),
    newPacks: [...work.newPacks].flatMap(([id, itemId]) =>
      pick([id], work.packs).map((pack) => ({ ...pack, itemId })),
    ),
    changedPacks: pick(work.changedPacks, work.packs),
    listPrices: work.listPrices,
    openings: work.openings,
    facts: work.facts,
    failed,
  };
}

function begin(known: KnownItems, newId: NewId): Work {
  return {
    items: new Map(known.byId),
    variants: new Map(known.variants),
    skus: new Map([...known.bySku].map(([sku, { id }]) => [sku, id])),
    barcodes: new Map([...known.byBarcode].map(([barcode, { id }]) => [barcode, id])),
    packs: new Map([...known.byId.values()].flatMap(({ packs }) => packs.map((pack) => [pack.id, pack]))),
    newItems: new Set(),
    changedItems: new Set(),
    newVariants: new Set(),
    changedVariants: new Set(),
    newPacks: new Map(),
    changedPacks: new Set(),
    listPrices: [],
    openings: [],
    facts: [],
    newId,
  };
}

function addRow(work: Work, row: RowToTake): Problem | null {
  const { wish, itemId, variantId } = row;
  const taken = takenCode(work, wish, variantId);
  if (taken !== null) return taken;
  const item = work.items.get(itemId) ?? makeItem(work, row);
  if (item === null) return { column: null, code: "import_gone" };
  const variant: KnownVariant = {
    id: variantId,
    itemId,
    name: wish.variant ?? item.name,
    sku: wish.sku ?? null,
    barcode: wish.barcode ?? null,
    attributes: wish.attributes ?? {},
    salePrice: wish.salePrice ?? null,
    listPrice: wish.listPrice ?? null,
    version: 1,
    moved: false,
  };
  work.variants.set(variantId, variant);
  work.newVariants.add(variantId);
  claimCodes(work, variant);
  if (variant.listPrice !== null) work.listPrices.push({ variantId, price: variant.listPrice });
  const { id: _id, version: _version, moved: _moved, ...data } = variant;
  work.facts.push({ kind: "variant_added", thing: "variant", thingId: variantId, version: 1, data });
  takePacks(work, item, wish);
  if (wish.opening !== undefined) work.openings.push({ ...wish.opening, variantId });
  return null;
}

/** Null where the item was there when the row was looked at, and the row says too little to make it anew. */
function makeItem(work: Work, { itemId, wish }: RowToTake): KnownItem | null {
  const { name, kind, unit, shelfLifeDays = null, traced = false } = wish;
  if (name === undefined || kind === undefined || unit === undefined) return null;
  const item: KnownItem = {
    id: itemId,
    kind,
    name,
    unit,
    shelfLifeDays,
    traced,
    archived: false,
    version: 1,
    variants: [],
    packs: [],
  };
  work.items.set(itemId, item);
  work.newItems.add(itemId);
  work.facts.push({ kind: "item_added", thing: "item", thingId: itemId, version: 1, data: dataOfItem(item) });
  return item;
}

const dataOfItem = ({ kind, name, unit, shelfLifeDays, traced }: KnownItem) => ({
  kind: kind satisfies ItemKind,
  name,
  unit: unit satisfies Unit,
  shelfLifeDays,
  ...(traced ? { traced } : {}),
  asked: [],
});

function changeRow(work: Work, { wish, variantId }: RowToTake): Problem | null {
  const variant = work.variants.get(variantId);
  const item = variant === undefined ? undefined : work.items.get(variant.itemId);
  if (variant === undefined || item === undefined) return { column: null, code: "import_gone" };
  const taken = takenCode(work, wish, variantId);
  if (taken !== null) return taken;
  if (wish.opening !== undefined && variant.moved) return { column: null, code: "import_stock_begun" };
  const changes = compareRow(wish, item, variant);
  const has = (field: string): boolean => changes.some((change) => change.field === field);
  if (has("name") || has("shelfLifeDays") || has("traced")) changeItem(work, item, changes, wish);
  changeVariant(work, item, variant, changes, wish);
  takePacks(work, item, wish);
  if (wish.opening !== undefined) work.openings.push({ ...wish.opening, variantId });
  return null;
}

function changeItem(work: Work, item: KnownItem, changes: readonly RowChange[], wish: RowWish): void {
  const next: KnownItem = {
    ...item,
    name: wish.name ?? item.name,
    shelfLifeDays: wish.shelfLifeDays ?? item.shelfLifeDays,
    // Switched on here, and off at the item alone.
    traced: item.traced || wish.traced === true,
    version: item.version + 1,
  };
  work.items.set(item.id, next);
  if (!work.newItems.has(item.id)) work.changedItems.add(item.id);
  const data: Record<string, unknown> = {};
  if (changes.some(({ field }) => field === "name")) data["name"] = { from: item.name, to: next.name };
  if (changes.some(({ field }) => field === "shelfLifeDays")) {
    data["shelfLifeDays"] = { from: item.shelfLifeDays, to: next.shelfLifeDays };
  }
  if (next.traced !== item.traced) data["traced"] = { from: item.traced, to: next.traced };
  work.facts.push({ kind: "item_changed", thing: "item", thingId: item.id, version: next.version, data });
}

const ofVariant = ["sku", "barcode", "salePrice"] as const;

function changeVariant(
  work: Work,
  item: KnownItem,
  variant: KnownVariant,
  changes: readonly RowChange[],
  wish: RowWish,
): void {
  const data: Record<string, unknown> = {};
  const name = variantNameOf(wish, item, variant) ?? variant.name;
  if (name !== variant.name) data["name"] = { from: variant.name, to: name };
  for (const field of ofVariant) {
    const change = changes.find((one) => one.field === field);
    if (change !== undefined) data[field] = { from: change.from, to: change.to };
  }
  const attributes = { ...variant.attributes, ...wish.attributes };
  if (changes.some(({ field }) => field.startsWith("attribute:"))) {
    data["attributes"] = { from: variant.attributes, to: attributes };
  }
  const priced = changes.find(({ field }) => field === "listPrice");
  let { version } = variant;
  if (Object.keys(data).length > 0) {
    version += 1;
    work.facts.push({ kind: "variant_changed", thing: "variant", thingId: variant.id, version, data });
  }
  if (priced?.to !== undefined && priced.to !== null) {
    version += 1;
    work.listPrices.push({ variantId: variant.id, price: priced.to });
    const priceData = { from: priced.from, to: priced.to };
    work.facts.push({
      kind: "list_price_set",
      thing: "variant",
      thingId: variant.id,
      version,
      data: priceData,
    });
  }
  if (version === variant.version) return;
  const next: KnownVariant = {
    ...variant,
    name,
    sku: wish.sku ?? variant.sku,
    barcode: wish.barcode ?? variant.barcode,
    salePrice: wish.salePrice ?? variant.salePrice,
    listPrice: priced?.to ?? variant.listPrice,
    attributes,
    version,
  };
  work.variants.set(variant.id, next);
  work.changedVariants.add(variant.id);
  claimCodes(work, next);
}

function takePacks(work: Work, { id: itemId }: KnownItem, wish: RowWish): void {
  for (const { name, contains } of wish.packs ?? []) {
    const item = work.items.get(itemId);
    if (item === undefined) return;
    const before = item.packs.find((pack) => pack.name.toLowerCase() === name.toLowerCase());
    const pack: KnownPack = {
      id: before?.id ?? work.newId(),
      name: before?.name ?? name,
      contains,
      archived: false,
      version: (before?.version ?? 0) + 1,
    };
    if (before === undefined) {
      work.newPacks.set(pack.id, itemId);
      addPackFact(work, pack, "pack_added", { itemId, name, contains });
    } else if (before.contains !== contains || before.archived) {
      if (!work.newPacks.has(pack.id)) work.changedPacks.add(pack.id);
      addPackFact(work, pack, "pack_changed", {
        ...(before.contains === contains ? {} : { contains: { from: before.contains, to: contains } }),
        ...(before.archived ? { archived: { from: true, to: false } } : {}),
      });
    } else continue;
    work.packs.set(pack.id, pack);
    work.items.set(itemId, { ...item, packs: [...item.packs.filter(({ id }) => id !== pack.id), pack] });
  }
}

function addPackFact(work: Work, pack: KnownPack, kind: string, data: Record<string, unknown>): void {
  work.facts.push({ kind, thing: "pack", thingId: pack.id, version: pack.version, data });
}

function takenCode(work: Work, wish: RowWish, own: Id): Problem | null {
  for (const [code, claims] of [
    ["sku", work.skus],
    ["barcode", work.barcodes],
  ] as const) {
    const text = wish[code];
    const owner = text === undefined ? undefined : claims.get(text);
    if (owner === undefined || owner === own) continue;
    const variant = work.variants.get(owner);
    const name = work.items.get(variant?.itemId ?? "")?.name ?? variant?.name ?? "–";
    return { column: null, code: `import_${code}_taken`, data: { name } };
  }
  return null;
}

function claimCodes(work: Work, { id, sku, barcode }: KnownVariant): void {
  if (sku !== null) work.skus.set(sku, id);
  if (barcode !== null) work.barcodes.set(barcode, id);
}
