import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { subcontractingRoutes } from "../contract/routes.ts";

type Route = typeof subcontractingRoutes.showSubcontractorHistory;
type Data = Readonly<Record<string, unknown>>;
type FactRow = {
  id: Id;
  kind: string;
  version: number;
  data: Data;
  at: Date;
  byName: string | null;
  byWhom: "member" | "automation" | "system";
};

/** A subcontractor's facts, newest first: what happened, by whom, from what to what. */
export async function showSubcontractorHistory(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let before: number | null = null;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "n");
    if (!cursor.ok) return cursor;
    before = Math.min(Number(cursor.value[0]), 2_147_483_647);
  }
  const { rows: found } = await sql<FactRow>`
    select f.id, f.kind, f.version, f.data, f.at, m.name as "byName", f.by_whom as "byWhom"
    from fact f
    left join member m on m.workspace_id = f.workspace_id and m.id = f.by_member
    where f.workspace_id = ${tx.workspaceId} and f.thing = 'subcontractor' and f.thing_id = ${input.subcontractorId}
      ${before === null ? sql`` : sql`and f.version < ${before}`}
    order by f.version desc
    limit ${input.limit + 1}`.execute(tx.db);
  // They have at least the fact of their beginning.
  if (found.length === 0 && before === null) return no("subcontractor_unknown", {}, ["subcontractorId"]);
  const page = found.slice(0, input.limit);
  const last = found.length > input.limit ? page.at(-1) : undefined;
  const seesCost = viewer.may("order.planned_cost");
  return ok({
    rows: page.map(({ id, kind, at, byName, byWhom, data }) => ({
      id,
      kind,
      at: at.toISOString(),
      byName,
      byWhom,
      values: valuesOf(kind, data, seesCost),
    })),
    next: last === undefined ? null : encodeCursor([last.version]),
  });
}

/** How a value is worded stands in the end of its name: …Amount. Sums only for those who may see planned cost. */
function valuesOf(kind: string, data: Data, seesCost: boolean): Record<string, string | number | null> {
  switch (kind) {
    case "subcontractor_added":
      return { name: textOf(data["name"]) };
    case "subcontractor_changed": {
      const archived = dataOf(data["archived"])["to"];
      const services = dataOf(data["services"]);
      return {
        archived: archived === true ? "yes" : archived === false ? "back" : "no",
        services: "services" in data ? "yes" : "no",
        toServices: textOf(services["to"]) === "" ? "–" : textOf(services["to"]),
        others: Array.isArray(data["fields"]) || "contactId" in data ? "yes" : "no",
      };
    }
    case "subcontractor_price_set": {
      const [from, to] = [dataOf(data["from"]), dataOf(data["to"])];
      return {
        service: textOf(data["service"]),
        before: seesCost && data["from"] !== null ? textOf(from["kind"]) : "none",
        fromAmount: seesCost && data["from"] !== null ? textOf(from["amount"]) : "—",
        after: data["to"] === null ? "none" : seesCost ? textOf(to["kind"]) : "unseen",
        toAmount: seesCost && data["to"] !== null ? textOf(to["amount"]) : "—",
      };
    }
    default:
      return {};
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const dataOf = (value: unknown): Data => (typeof value === "object" && value !== null ? (value as Data) : {});
