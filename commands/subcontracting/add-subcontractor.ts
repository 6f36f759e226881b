import { no, ok } from "#kernel/result.ts";
import { contactExists } from "#modules/crm/store/contact.ts";
import { subcontractingRoutes } from "#modules/subcontracting/contract/routes.ts";
import { insertSubcontractor } from "#modules/subcontracting/store/subcontractor.ts";
import { defineCommand } from "../run-command.ts";

export const addSubcontractor = defineCommand(
  "addSubcontractor",
  subcontractingRoutes.addSubcontractor,
  async (tx, input, act) => {
    if (input.contactId !== null && !(await contactExists(tx, input.contactId))) {
      return no("contact_unknown", {}, ["contactId"]);
    }
    const subcontractorId = act.newId();
    await insertSubcontractor(tx, { ...input, id: subcontractorId, now: act.now });
    act.append({
      kind: "subcontractor_added",
      thing: "subcontractor",
      thingId: subcontractorId,
      version: 1,
      data: { name: input.name, services: input.services },
    });
    return ok({ subcontractorId });
  },
);
