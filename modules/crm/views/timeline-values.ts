import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { FoundEvent, TimelineRow } from "./timeline-rows.ts";

type Values = TimelineRow["values"];
type Data = Readonly<Record<string, unknown>>;
export type TimelineNames = ReadonlyMap<Id, { readonly name: string; readonly unit: string | null }>;

/**
 * The values of the sentence `timeline.<event>`. How a value is worded stands in the end of its name: …Date, …At,
 * …Amount (money), …Quantity ("10\tpcs"), …Amounts (lines of "name\tquantity\tunit"). Prices only for those who may
 * see them; that a price changed is no secret.
 */
export function valuesOf(event: FoundEvent, names: TimelineNames, seesMoney: boolean): Values {
  const { data } = event;
  switch (event.what) {
    case "deal_added":
      return { status: textOf(data["status"]), lines: listOf(data["lines"]).length };
    case "deal_moved":
      return { from: textOf(data["from"]), to: textOf(data["to"]) };
    case "deal_changed":
      return dealChanged(data, names);
    case "deal_line_added":
    case "deal_line_removed": {
      const line = lineOf(data, names);
      return {
        product: line.name,
        unitsQuantity: quantityOf(data["quantity"], line.unit),
        shown: seesMoney ? "yes" : "no",
        priceAmount: seesMoney ? textOf(data["price"]) : null,
      };
    }
    case "deal_line_changed":
      return lineChanged(data, names, seesMoney);
    case "deal_shipped":
      return {
        goodsAmounts: listOf(data["lines"])
          .map((line) =>
            [lineOf(line, names).name, quantityOf(line["quantity"], lineOf(line, names).unit)].join("\t"),
          )
          .join("\n"),
      };
    case "order_created":
      return {
        ...orderOf(event),
        unitsQuantity: quantityOf(data["ordered"] ?? event.orderUnits, event.unit),
      };
    case "order_finished":
      return {
        ...orderOf(event),
        receivedQuantity: quantityOf(data["received"], event.unit),
        orderedQuantity: quantityOf(data["ordered"], event.unit),
      };
    case "order_cancelled":
      return { ...orderOf(event), reason: textOf(data["reason"]) };
    default:
      return {};
  }
}

const orderOf = ({ orderNumber, product }: FoundEvent): Values => ({ number: orderNumber, product });

function dealChanged(data: Data, names: TimelineNames): Values {
  const values: Values = { notes: listOfTexts(data["fields"]).includes("notes") ? "yes" : "no" };
  for (const [part, key] of dealParts) {
    const change = changeOf(data, key);
    const nameOf = (id: unknown): string => (key === "title" ? textOf(id) : nameIn(names, id));
    const name = `${part.charAt(0).toUpperCase()}${part.slice(1)}`;
    values[part] = change === null ? "no" : "yes";
    values[`from${name}`] = change === null ? null : nameOf(change.from);
    values[`to${name}`] = change === null ? null : nameOf(change.to);
  }
  return values;
}

const dealParts = [
  ["title", "title"],
  ["contact", "contactId"],
  ["company", "companyId"],
  ["responsible", "responsibleId"],
] as const;

function lineChanged(data: Data, names: TimelineNames, seesMoney: boolean): Values {
  const { name, unit } = lineOf(data, names);
  const [quantity, price, promised] = ["quantity", "price", "promisedDate"].map((key) => changeOf(data, key));
  const changed = (key: string): "yes" | "no" => (changeOf(data, key) === null ? "no" : "yes");
  const priceChanged = seesMoney ? "yes" : "hidden";
  return {
    product: name,
    quantity: changed("quantity"),
    fromQuantity: quantityOf(quantity?.from, unit),
    toQuantity: quantityOf(quantity?.to, unit),
    price: price === null || price === undefined ? "no" : priceChanged,
    fromAmount: seesMoney ? textOf(price?.from) : null,
    toAmount: seesMoney ? textOf(price?.to) : null,
    promised: changed("promisedDate"),
    fromDate: textOf(promised?.from),
    toDate: textOf(promised?.to),
    upsells: changed("upsells"),
    attributes: changed("attributes"),
  };
}

/** All that the sentences of a page name by id, in one statement. */
export async function readTimelineNames(tx: Tx, events: readonly FoundEvent[]): Promise<TimelineNames> {
  const lines = new Set<string>();
  const people = new Set<string>();
  for (const { what, data } of events) {
    if (what === "deal_shipped") {
      for (const line of listOf(data["lines"])) addId(lines, line["lineId"]);
    }
    if (what.startsWith("deal_line_")) addId(lines, data["lineId"]);
    if (what !== "deal_changed") continue;
    for (const [, key] of dealParts) {
      if (key === "title") continue;
      addId(people, changeOf(data, key)?.from);
      addId(people, changeOf(data, key)?.to);
    }
  }
  if (lines.size + people.size === 0) return new Map();
  const { rows } = await sql<{ id: Id; name: string; unit: string | null }>`
    select l.id, concat_ws(', ', i.name, nullif(v.name, i.name)) as name, i.unit
    from deal_line l
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = l.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    where l.workspace_id = ${tx.workspaceId} and l.id = any(${[...lines]}::uuid[])
    union all
    select id, name, null from member where workspace_id = ${tx.workspaceId} and id = any(${[...people]}::uuid[])
    union all
    select id, name, null from contact where workspace_id = ${tx.workspaceId} and id = any(${[...people]}::uuid[])
    union all
    select id, name, null from company where workspace_id = ${tx.workspaceId} and id = any(${[...people]}::uuid[])
  `.execute(tx.db);
  return new Map(rows.map(({ id, name, unit }) => [id, { name, unit }]));
}

function addId(ids: Set<string>, id: unknown): void {
  if (typeof id === "string") ids.add(id);
}

const nothing = "—";
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : nothing;
const listOf = (value: unknown): readonly Data[] => (Array.isArray(value) ? (value as Data[]) : []);
const listOfTexts = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameIn = (names: TimelineNames, id: unknown): string =>
  typeof id === "string" ? (names.get(id)?.name ?? nothing) : nothing;
const lineOf = (data: Data, names: TimelineNames): { name: string; unit: string | null } =>
  names.get(textOf(data["lineId"])) ?? { name: nothing, unit: null };
const quantityOf = (amount: unknown, unit: string | null): string =>
  unit === null || textOf(amount) === nothing ? textOf(amount) : `${textOf(amount)}\t${unit}`;

function changeOf(data: Data, key: string): { readonly from: unknown; readonly to: unknown } | null {
  const change = data[key];
  if (typeof change !== "object" || change === null || !("from" in change) || !("to" in change)) return null;
  return { from: change.from, to: change.to };
}
