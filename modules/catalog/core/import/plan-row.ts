import { decimal } from "#kernel/decimal.ts";
import type { Id, NewId } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { ColumnTarget, ImportDefaults, ImportField, RowVerdict } from "../../contract/item-import.ts";
import type { ItemKind } from "../../contract/routes.ts";
import { isWholeUnit } from "../sellable-unit.ts";
import { compareRow, type RowChange, variantNameOf } from "./compare-row.ts";
import type { KnownItem, KnownItems, KnownVariant } from "./known-items.ts";
import type { Problem, ProblemCode, RowWish } from "./row-wish.ts";

/** What earlier rows of the same file have claimed: no two rows may want the same. Grows row by row. */
export type SeenRows = {
  readonly skus: Map<string, number>;
  readonly barcodes: Map<string, number>;
  readonly variants: Map<Id, number>;
  /** what the first row of an item that is there says of it */
  readonly items: Map<Id, { readonly row: number } & SaidOfItem>;
  /** items that this file brings, by name in lower case */
  readonly fresh: Map<string, FreshItem>;
};
/** What all rows of an item have to agree on. */
type SaidOfItem = Pick<RowWish, "name" | "shelfLifeDays" | "traced">;
type FreshItem = {
  readonly id: Id;
  readonly kind: ItemKind;
  readonly unit: Unit;
  readonly row: number;
  readonly said: SaidOfItem;
  readonly variantNames: Map<string, number>;
};

export const nothingSeen = (): SeenRows => ({
  skus: new Map(),
  barcodes: new Map(),
  variants: new Map(),
  items: new Map(),
  fresh: new Map(),
});

export type RowPlan = {
  readonly verdict: RowVerdict;
  readonly changes: readonly RowChange[];
  readonly problems: readonly Problem[];
  /** what it adds to or changes; of what is new, its id to be */
  readonly itemId: Id | null;
  readonly variantId: Id | null;
  /** what the item is made with, where the file brings it; an earlier row or the defaults may have said so */
  readonly fresh: { readonly kind: ItemKind; readonly unit: Unit } | null;
};

export type PlanningRow = {
  readonly number: number;
  readonly wish: RowWish;
  /** what could not be understood of it */
  readonly problems: readonly Problem[];
};

type Planning = {
  readonly row: PlanningRow;
  readonly known: KnownItems;
  readonly seen: SeenRows;
  readonly newId: NewId;
  readonly defaults: ImportDefaults;
  readonly tell: (code: ProblemCode, field: ImportField | null, data?: Problem["data"]) => void;
};

/**
 * What taking the row would do: something new, a change, nothing, or no (with every reason). A row speaks of the
 * variant that its id names, else its SKU, else its barcode, else the names of its item and variant.
 */
export function planRow(
  row: PlanningRow,
  { columns, defaults }: { readonly columns: readonly ColumnTarget[]; readonly defaults: ImportDefaults },
  known: KnownItems,
  seen: SeenRows,
  newId: NewId,
): RowPlan {
  const problems: Problem[] = [...row.problems];
  const tell: Planning["tell"] = (code, field, data) => {
    const column = columns.findIndex((target) => target?.field === field);
    // A cell that could not be understood is not missing besides.
    if (column !== -1 && row.problems.some((problem) => problem.column === column)) return;
    problems.push({ column: column === -1 ? null : column, code, ...(data === undefined ? {} : { data }) });
  };
  const planning = { row, known, seen, newId, defaults, tell };
  claimCodes(planning);
  const target = findTarget(planning);
  if (target.kind === "unclear") return bad(problems);
  const planned = target.kind === "known" ? planChange(planning, target) : planNew(planning, target.item);
  return problems.length > 0 ? bad(problems) : { ...planned, problems: [] };
}

const bad = (problems: readonly Problem[]): RowPlan => ({
  verdict: "bad",
  changes: [],
  problems,
  itemId: null,
  variantId: null,
  fresh: null,
});

function claimCodes({ row: { wish, number }, seen, tell }: Planning): void {
  const claim = (
    code: string | undefined,
    claims: Map<string, number>,
    twice: ProblemCode,
    field: ImportField,
  ): void => {
    if (code === undefined) return;
    const row = claims.get(code);
    if (row === undefined) claims.set(code, number);
    else tell(twice, field, { text: code, row });
  };
  claim(wish.sku, seen.skus, "import_sku_twice", "sku");
  claim(wish.barcode, seen.barcodes, "import_barcode_twice", "barcode");
}

type Target =
  | { readonly kind: "known"; readonly item: KnownItem; readonly variant: KnownVariant }
  | { readonly kind: "new"; readonly item: KnownItem | null }
  | { readonly kind: "unclear" };
const unclear: Target = { kind: "unclear" };

function findTarget(planning: Planning): Target {
  const { row, known, tell } = planning;
  const { wish } = row;
  const found = (variant: KnownVariant): Target => {
    const item = known.byId.get(variant.itemId);
    return item === undefined ? unclear : { kind: "known", item, variant };
  };
  if (wish.id !== undefined) {
    const variant = known.variants.get(wish.id);
    if (variant !== undefined) return found(variant);
    tell("import_id_unknown", "id");
    return unclear;
  }
  const ofSku = wish.sku === undefined ? undefined : known.bySku.get(wish.sku);
  if (ofSku !== undefined) return found(ofSku);
  const ofBarcode = wish.barcode === undefined ? undefined : known.byBarcode.get(wish.barcode);
  if (ofBarcode !== undefined && (wish.sku === undefined || ofBarcode.sku === null)) return found(ofBarcode);
  return findByName(planning);
}

function findByName({ row: { wish }, known, tell }: Planning): Target {
  if (wish.name === undefined) {
    tell("import_name_missing", "name");
    return unclear;
  }
  const named = (known.byName.get(wish.name.toLowerCase()) ?? []).filter(
    (item) => wish.kind === undefined || item.kind === wish.kind,
  );
  const inUse = named.filter((item) => !item.archived);
  const [item, another] = inUse.length > 0 ? inUse : named;
  if (item === undefined) return { kind: "new", item: null };
  if (another !== undefined) {
    tell("import_item_unclear", "name", { name: wish.name });
    return unclear;
  }
  const wanted = (wish.variant ?? item.name).toLowerCase();
  const variant = item.variants.find(({ name }) => name.toLowerCase() === wanted);
  if (variant === undefined) return { kind: "new", item };
  if (wish.sku !== undefined && variant.sku !== null) {
    // Found by its name, and not by its SKU: it has another one.
    tell("import_other_sku", "sku", { name: variant.name, sku: variant.sku });
    return unclear;
  }
  return { kind: "known", item, variant };
}

/** Codes belong to one variant: `own` is the one that may have them already. */
function refuseTaken({ row: { wish }, known, tell }: Planning, own: Id | null): void {
  const nameOf = (variant: KnownVariant): string => known.byId.get(variant.itemId)?.name ?? variant.name;
  const ofSku = wish.sku === undefined ? undefined : known.bySku.get(wish.sku);
  if (ofSku !== undefined && ofSku.id !== own) tell("import_sku_taken", "sku", { name: nameOf(ofSku) });
  const ofBarcode = wish.barcode === undefined ? undefined : known.byBarcode.get(wish.barcode);
  if (ofBarcode !== undefined && ofBarcode.id !== own) {
    tell("import_barcode_taken", "barcode", { name: nameOf(ofBarcode) });
  }
}

type Planned = Omit<RowPlan, "problems">;

function planChange(planning: Planning, { item, variant }: Extract<Target, { kind: "known" }>): Planned {
  const { row, seen, tell } = planning;
  const { wish, number } = row;
  const earlier = seen.variants.get(variant.id);
  if (earlier !== undefined) tell("import_variant_twice", null, { row: earlier });
  else seen.variants.set(variant.id, number);
  refuseTaken(planning, variant.id);
  refuseOther(planning, item);
  refuseSameName(planning, item, variant);
  if (wish.opening !== undefined && variant.moved) tell("import_stock_begun", "openingQuantity");
  if (Object.keys({ ...variant.attributes, ...wish.attributes }).length > 50)
    tell("import_too_many_attributes", null);

  const said = seen.items.get(item.id);
  if (said === undefined) seen.items.set(item.id, { row: number, ...ofItem(wish) });
  else {
    const field = differing(said, wish);
    if (field !== undefined) tell("import_item_differs", field, { row: said.row });
  }
  const changes = compareRow(wish, item, variant);
  const verdict = changes.length === 0 ? "same" : "changed";
  return { verdict, changes, itemId: item.id, variantId: variant.id, fresh: null };
}

const ofItem = ({ name, shelfLifeDays, traced }: RowWish): SaidOfItem => ({
  ...(name === undefined ? {} : { name }),
  ...(shelfLifeDays === undefined ? {} : { shelfLifeDays }),
  ...(traced === undefined ? {} : { traced }),
});
const agreed = ["name", "shelfLifeDays", "traced"] as const satisfies readonly (keyof SaidOfItem)[];
const differing = (said: SaidOfItem, now: SaidOfItem): (typeof agreed)[number] | undefined =>
  agreed.find((field) => {
    const [before, after] = [said[field], now[field]];
    return before !== undefined && after !== undefined && before !== after;
  });

/** Stock, norms and prices are in the item's unit: neither that nor its kind changes under them. */
function refuseOther({ row: { wish }, tell }: Planning, item: KnownItem): void {
  if (wish.kind !== undefined && wish.kind !== item.kind) {
    tell("import_kind_stays", "kind", { name: item.name, kind: item.kind });
  }
  if (wish.unit !== undefined && wish.unit !== item.unit) {
    tell("import_unit_stays", "unit", { name: item.name, unit: item.unit });
  }
  // Whether any of its batches is left is known when the row is taken, and not when it is looked at.
  if (wish.traced === false && item.traced) tell("import_traced_stays", "traced", { name: item.name });
  refuseBroken(wish, item.unit, tell);
}

/** What lies there in pieces lies there in whole ones. */
function refuseBroken({ opening }: RowWish, unit: Unit, tell: Planning["tell"]): void {
  if (opening === undefined || unit !== "pcs" || decimal(opening.quantity).mod(1).eq(0)) return;
  tell("whole_pieces", "openingQuantity", { quantity: opening.quantity, unit });
}

/** Two variants of an item that are called the same could not be told apart. */
function refuseSameName({ row: { wish }, tell }: Planning, item: KnownItem, variant: KnownVariant): void {
  const name = variantNameOf(wish, item, variant)?.toLowerCase();
  const other = item.variants.find((one) => one.id !== variant.id && one.name.toLowerCase() === name);
  if (other !== undefined && variant.name.toLowerCase() !== name) {
    tell("import_other_sku", "variant", { name: other.name, sku: other.sku ?? "–" });
  }
}

function planNew(planning: Planning, item: KnownItem | null): Planned {
  const { row, tell, newId } = planning;
  const { wish, number } = row;
  refuseTaken(planning, null);
  const variantId = newId();
  if (Object.keys(wish.attributes ?? {}).length > 50) tell("import_too_many_attributes", null);
  if (item !== null) {
    refuseOther(planning, item);
    claimNewVariant(planning, `${item.id} ${(wish.variant ?? item.name).toLowerCase()}`);
    return { verdict: "new", changes: [], itemId: item.id, variantId, fresh: null };
  }
  const fresh = freshItemOf(planning);
  if (fresh === null) return { verdict: "new", changes: [], itemId: null, variantId, fresh: null };
  const name = (wish.variant ?? wish.name ?? "").toLowerCase();
  const earlier = fresh.variantNames.get(name);
  if (earlier !== undefined) tell("import_variant_twice", null, { row: earlier });
  else fresh.variantNames.set(name, number);
  const { id: itemId, kind, unit } = fresh;
  return { verdict: "new", changes: [], itemId, variantId, fresh: { kind, unit } };
}

/** The same new variant of an item that is there, twice in the file; kept among the variants by its name. */
function claimNewVariant({ row, seen, tell }: Planning, key: string): void {
  const earlier = seen.variants.get(key);
  if (earlier === undefined) seen.variants.set(key, row.number);
  else tell("import_variant_twice", null, { row: earlier });
}

/** The item that this row brings, or that an earlier one has brought; null where something of it is missing. */
function freshItemOf({ row: { wish, number }, seen, newId, defaults, tell }: Planning): FreshItem | null {
  const name = (wish.name ?? "").toLowerCase();
  const earlier = seen.fresh.get(name);
  const kind = wish.kind ?? earlier?.kind ?? defaults.kind ?? undefined;
  const unit = wish.unit ?? earlier?.unit ?? defaults.unit ?? undefined;
  if (kind === undefined) tell("import_kind_missing", "kind");
  if (unit === undefined) tell("import_unit_missing", "unit");
  if (kind === undefined || unit === undefined) return null;
  if (kind === "product" && !isWholeUnit(unit)) {
    tell("product_in_whole_units", "unit", { unit });
    return null;
  }
  refuseBroken(wish, unit, tell);
  if (earlier !== undefined) {
    const other = differing(earlier.said, { ...ofItem(wish), name: earlier.said.name });
    const field = kind !== earlier.kind ? "kind" : unit !== earlier.unit ? "unit" : other;
    if (field !== undefined) tell("import_item_differs", field, { row: earlier.row });
    return earlier;
  }
  const fresh = {
    id: newId(),
    kind,
    unit,
    row: number,
    said: ofItem(wish),
    variantNames: new Map<string, number>(),
  };
  seen.fresh.set(name, fresh);
  return fresh;
}
