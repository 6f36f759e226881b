import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { companyExists } from "#modules/crm/store/company.ts";
import { findSameContacts, insertContact } from "#modules/crm/store/contact.ts";
import { defineCommand } from "../run-command.ts";

export const addContact = defineCommand("addContact", crmRoutes.addContact, async (tx, input, act) => {
  const { companyId } = input;
  if (companyId !== null && !(await companyExists(tx, companyId)))
    return no("company_unknown", {}, ["companyId"]);
  const duplicates = await findSameContacts(tx, input);
  const contactId = act.newId();
  await insertContact(tx, { ...input, id: contactId, now: act.now });
  // Who it is stays in the contact's row: facts keep ids, not personal data.
  act.append({
    kind: "contact_added",
    thing: "contact",
    thingId: contactId,
    version: 1,
    data: { companyId },
  });
  return ok({ contactId, duplicates });
});
