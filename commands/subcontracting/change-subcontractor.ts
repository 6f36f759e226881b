import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { contactExists } from "#modules/crm/store/contact.ts";
import { subcontractingRoutes } from "#modules/subcontracting/contract/routes.ts";
import {
  lockSubcontractor,
  type Subcontractor,
  updateSubcontractor,
} from "#modules/subcontracting/store/subcontractor.ts";
import { withoutPersonalData } from "../crm/personal-data.ts";
import { defineCommand } from "../run-command.ts";

export const changeSubcontractor = defineCommand(
  "changeSubcontractor",
  subcontractingRoutes.changeSubcontractor,
  async (tx, input, act) => {
    const { subcontractorId, ...wish } = input;
    const before = await lockSubcontractor(tx, subcontractorId);
    if (before === null) return no("subcontractor_unknown", {}, ["subcontractorId"]);
    if (typeof wish.contactId === "string" && !(await contactExists(tx, wish.contactId))) {
      return no("contact_unknown", {}, ["contactId"]);
    }
    const changes = changesOf<Subcontractor>(before, wish);
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateSubcontractor(tx, subcontractorId, changes.fields, version);
    const data = withoutPersonalData(changes.fromTo);
    act.append({
      kind: "subcontractor_changed",
      thing: "subcontractor",
      thingId: subcontractorId,
      version,
      data,
    });
    return ok({});
  },
);
