import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { PriceKind } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { subcontractingRoutes } from "../contract/routes.ts";
import { selectSubcontractors } from "./list-subcontractors.ts";

type Route = typeof subcontractingRoutes.showSubcontractor;
const mostPrices = 200;

export async function showSubcontractor(
  tx: Tx,
  { subcontractorId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const [found] = await selectSubcontractors(tx, sql`s.id = ${subcontractorId}`, 1);
  if (found === undefined) return no("subcontractor_unknown", {}, ["subcontractorId"]);
  const { contactId, ...subcontractor } = found;
  const seesCost = viewer.may("order.planned_cost");
  const contact = contactId === null || !viewer.may("contact.read") ? null : await nameContact(tx, contactId);
  type Row = { service: string; kind: PriceKind; amount: Decimal; since: Date };
  const { rows } = await sql<Row>`
    select offer.service, offer.kind, offer.amount, offer.valid_from as since from (
      select distinct on (lower(p.service)) p.* from subcontractor_price p
      where p.workspace_id = ${tx.workspaceId} and p.subcontractor_id = ${subcontractorId}
      order by lower(p.service), p.valid_from desc, p.id desc
    ) offer
    where not offer.withdrawn
    order by lower(offer.service) collate "und-x-icu"
    limit ${mostPrices}`.execute(tx.db);
  return ok({
    ...subcontractor,
    contact,
    priceList: rows.map(({ service, kind, amount, since }) => ({
      service,
      kind,
      amount: seesCost ? text(amount) : null,
      since: since.toISOString(),
    })),
  });
}

async function nameContact(tx: Tx, contactId: string): Promise<Output<Route>["contact"]> {
  const row = await tx.db
    .selectFrom("contact")
    .select(["id", "name"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", contactId)
    .executeTakeFirst();
  return row ?? null;
}
