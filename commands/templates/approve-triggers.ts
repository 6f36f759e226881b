import { no, ok } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { lockTemplate, updateTemplate } from "#modules/templates/store/template.ts";
import { approveVersion, loadVersion } from "#modules/templates/store/template-version.ts";
import { defineCommand } from "../run-command.ts";

/**
 * Approves the version that the person has read, by its number, which may have stopped being the current one:
 * orders that were made from it still ask whether their triggers are approved.
 */
export const approveTriggers = defineCommand(
  "approveTriggers",
  templatesRoutes.approveTriggers,
  async (tx, { templateId, number }, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "template.approve" });
    const template = await lockTemplate(tx, templateId);
    if (template === null) return no("template_unknown", {}, ["templateId"]);
    const found = await loadVersion(tx, templateId, number);
    if (found === null) return no("template_version_unknown", { number }, ["number"]);
    if (found.approvedBy !== null) return ok({});
    const version = template.version + 1;
    await approveVersion(tx, found.id, act.actor.memberId);
    await updateTemplate(tx, templateId, { version });
    const data = { templateVersionId: found.id, number };
    act.append({ kind: "triggers_approved", thing: "template", thingId: templateId, version, data });
    return ok({});
  },
);
