import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { companyExists } from "#modules/crm/store/company.ts";
import { type Contact, lockContact, updateContact } from "#modules/crm/store/contact.ts";
import { defineCommand } from "../run-command.ts";
import { withoutPersonalData } from "./personal-data.ts";

export const changeContact = defineCommand(
  "changeContact",
  crmRoutes.changeContact,
  async (tx, input, act) => {
    const { contactId, ...wish } = input;
    const before = await lockContact(tx, contactId);
    if (before === null) return no("contact_unknown", {}, ["contactId"]);
    const changes = changesOf<Contact>(before, wish);
    if (changes.none) return ok({});
    const { companyId } = changes.fields;
    if (typeof companyId === "string" && !(await companyExists(tx, companyId))) {
      return no("company_unknown", {}, ["companyId"]);
    }
    const version = before.version + 1;
    await updateContact(tx, contactId, changes.fields, version);
    const data = withoutPersonalData(changes.fromTo);
    act.append({ kind: "contact_changed", thing: "contact", thingId: contactId, version, data });
    return ok({});
  },
);
