import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { selectDealRows } from "./deal-rows.ts";
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
  const chosen = sql`select d.id from deal d
    where d.workspace_id = ${tx.workspaceId} and d.contact_id = ${contact.id}
    order by d.number desc limit ${dealsShown}`;
  const deals = await selectDealRows(tx, viewer, chosen, sql`d.number desc`);
  return ok({ ...contact, deals });
}
