import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A company's deals, as ids: its own, and those of its people that name no company. */
export const dealsOfCompany = (tx: Tx, companyId: RawBuilder<unknown> | Id): RawBuilder<unknown> => sql`
  select d.id from deal d where d.workspace_id = ${tx.workspaceId} and d.company_id = ${companyId}
  union all
  select d.id from contact c
  join deal d on d.workspace_id = ${tx.workspaceId} and d.contact_id = c.id and d.company_id is null
  where c.workspace_id = ${tx.workspaceId} and c.company_id = ${companyId}`;
