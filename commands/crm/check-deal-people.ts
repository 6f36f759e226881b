import type { Id } from "#kernel/id.ts";
import { type No, no } from "#kernel/result.ts";
import { memberExists } from "#modules/access/store/member.ts";
import { companyExists } from "#modules/crm/store/company.ts";
import { contactExists } from "#modules/crm/store/contact.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type DealPeople = {
  readonly contactId?: Id | null | undefined;
  readonly companyId?: Id | null | undefined;
  readonly responsibleId?: Id | null | undefined;
};

/** Another workspace's people are nobody here. */
export async function refuseUnknownPeople(tx: Tx, people: DealPeople): Promise<No | null> {
  const { contactId, companyId, responsibleId } = people;
  if (isNamed(contactId) && !(await contactExists(tx, contactId)))
    return no("contact_unknown", {}, ["contactId"]);
  if (isNamed(companyId) && !(await companyExists(tx, companyId)))
    return no("company_unknown", {}, ["companyId"]);
  if (isNamed(responsibleId) && !(await memberExists(tx, responsibleId))) {
    return no("member_unknown", {}, ["responsibleId"]);
  }
  return null;
}

/** Neither left as they are nor taken off. */
const isNamed = (id: Id | null | undefined): id is Id => id !== null && id !== undefined;
