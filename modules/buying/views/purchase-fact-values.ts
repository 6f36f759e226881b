import type { Id } from "#kernel/id.ts";

type Data = Readonly<Record<string, unknown>>;
type Values = Record<string, string | number | null>;
/** By id: what variants, suppliers and warehouses are called; a variant's unit. */
export type Names = ReadonlyMap<Id, { readonly name: string; readonly unit: string | null }>;

/**
 * The values of the sentence `fact.<kind>`. How one is worded stands in the end of its name: …Date, …Amount (money),
 * …Amounts (lines of "name\tquantity\tunit"). Sums only for those who may see cost.
 */
export function valuesOf(
  fact: { readonly kind: string; readonly data: Data },
  names: Names,
  seesCost: boolean,
): Values {
  const { data } = fact;
  switch (fact.kind) {
    case "purchase_added": {
      const lines = listOf(data["lines"]);
      return {
        number: numberOf(data["number"]),
        supplier: nameOf(data["supplierId"], names),
        source: textOf(data["source"]),
        count: lines.length,
        goodsAmounts: amounts(lines, "quantity", names),
      };
    }
    case "purchase_changed":
      return changeValues(data, names, seesCost);
    case "purchase_sent":
      return {
        dated: data["expectedDate"] === null ? "no" : "yes",
        expectedDate: dateOf(data["expectedDate"]),
      };
    case "purchase_received":
      return {
        goodsAmounts: amounts(listOf(data["lines"]), "quantity", names),
        state: textOf(data["state"]),
        noted: textOf(data["note"]) === "" ? "no" : "yes",
        note: textOf(data["note"]),
      };
    case "purchase_closed":
      return { ...reasonOf(data), goodsAmounts: amounts(listOf(data["lines"]), "left", names) };
    case "purchase_cancelled":
      return reasonOf(data);
    case "purchase_reopened":
      return { state: textOf(data["state"]) };
    default:
      return {};
  }
}

/** All that a fact names by id. */
export function idsOf(data: Data): Id[] {
  const ids: Id[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string" && uuid.test(value)) ids.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(data);
  return [...new Set(ids)];
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function changeValues(data: Data, names: Names, seesCost: boolean): Values {
  const lines = dataOf(data["lines"]);
  const changed = listOf(lines["changed"]);
  const [added, removed] = [listOf(lines["added"]), listOf(lines["removed"])];
  const day = dataOf(data["expectedDate"]);
  const supplier = dataOf(data["supplierId"]);
  const warehouse = dataOf(data["warehouseId"]);
  const yes = (told: boolean): string => (told ? "yes" : "no");
  const repriced = changed.filter((line) => differs(line, "price"));
  return {
    day: yes("expectedDate" in data),
    fromDate: dateOf(day["from"]),
    toDate: dateOf(day["to"]),
    supplier: yes("supplierId" in data),
    toSupplier: nameOf(supplier["to"], names),
    warehouse: yes("warehouseId" in data),
    toWarehouse: nameOf(warehouse["to"], names),
    notes: yes("notes" in data),
    added: yes(added.length > 0),
    addedAmounts: amounts(added, "quantity", names),
    removed: yes(removed.length > 0),
    removedAmounts: amounts(removed, "quantity", names),
    changed: yes(changed.length > 0),
    changedAmounts: amounts(
      changed.map((line) => ({ ...line, quantity: dataOf(line["quantity"])["to"] })),
      "quantity",
      names,
    ),
    repriced: yes(seesCost && repriced.length > 0),
    repricedAmounts: repriced.map((line) => nameOf(line["variantId"], names)).join("\n"),
  };
}

const differs = (line: Data, field: string): boolean =>
  dataOf(line[field])["from"] !== dataOf(line[field])["to"];

function reasonOf(data: Data): Values {
  const reason = textOf(data["reason"]);
  return { told: reason === "" ? "no" : "yes", reason };
}

function amounts(lines: readonly Data[], field: string, names: Names): string {
  return lines
    .map((line) => {
      const named = names.get(String(line["variantId"]));
      return [named?.name ?? "—", textOf(line[field]), named?.unit ?? ""].join("\t");
    })
    .join("\n");
}

const nameOf = (id: unknown, names: Names): string => names.get(String(id))?.name ?? "—";
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const dateOf = (value: unknown): string => (typeof value === "string" ? value : "—");
const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);
const listOf = (value: unknown): readonly Data[] => (Array.isArray(value) ? (value as Data[]) : []);
const dataOf = (value: unknown): Data => (typeof value === "object" && value !== null ? (value as Data) : {});
