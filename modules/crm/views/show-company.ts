import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { selectDealRows } from "./deal-rows.ts";
import { selectDealSums } from "./deal-sums.ts";
import { dealsOfCompany } from "./deals-of-company.ts";
import { selectCompanies } from "./list-companies.ts";
import { selectContacts } from "./list-contacts.ts";

type Route = typeof crmRoutes.showCompany;

/** The newest deals and the first people; the lists by company have them all. */
const dealsShown = 100;
const peopleShown = 100;

export async function showCompany(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const [company] = await selectCompanies(tx, sql`co.id = ${input.companyId}`, 1);
  if (company === undefined) return no("company_unknown", {}, ["companyId"]);
  const people = await selectContacts(tx, sql`c.company_id = ${company.id}`, peopleShown);
  const all = dealsOfCompany(tx, company.id);
  const newest = sql`select n.id from deal n where n.workspace_id = ${tx.workspaceId} and n.id in (${all})
    order by n.number desc limit ${dealsShown}`;
  const seesDeals = viewer.may("deal.read");
  return ok({
    ...company,
    people: people.map(({ notes: _, ...row }) => row),
    deals: seesDeals ? await selectDealRows(tx, viewer, newest, sql`d.number desc`) : [],
    sums: seesDeals && viewer.may("deal.money") ? await selectDealSums(tx, all) : null,
  });
}
