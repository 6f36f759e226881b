import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { selectDealRows } from "./deal-rows.ts";
import { selectDealSums } from "./deal-sums.ts";
import { selectContacts } from "./list-contacts.ts";

type Route = typeof crmRoutes.showContact;

/** The newest deals; the list of deals by contact has them all. */
const dealsShown = 100;

export async function showContact(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const [contact] = await selectContacts(tx, sql`c.id = ${input.contactId}`, 1);
  if (contact === undefined) return no("contact_unknown", {}, ["contactId"]);
  const all = sql`select n.id from deal n where n.workspace_id = ${tx.workspaceId} and n.contact_id = ${contact.id}`;
  const newest = sql`${all} order by n.number desc limit ${dealsShown}`;
  const seesDeals = viewer.may("deal.read");
  return ok({
    ...contact,
    deals: seesDeals ? await selectDealRows(tx, viewer, newest, sql`d.number desc`) : [],
    sums: seesDeals && viewer.may("deal.money") ? await selectDealSums(tx, all) : null,
  });
}
