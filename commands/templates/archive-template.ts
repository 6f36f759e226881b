import { no, ok } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { lockTemplate, updateTemplate } from "#modules/templates/store/template.ts";
import { defineCommand } from "../run-command.ts";

/** Orders that were made from it go on; its start trigger rests. Coming back, it may find another in its place. */
export const archiveTemplate = defineCommand(
  "archiveTemplate",
  templatesRoutes.archiveTemplate,
  async (tx, { templateId, archived }, act) => {
    const template = await lockTemplate(tx, templateId);
    if (template === null) return no("template_unknown", {}, ["templateId"]);
    if (template.archived === archived) return ok({});
    const version = template.version + 1;
    await updateTemplate(tx, templateId, { archived, version });
    const kind = archived ? "template_archived" : "template_brought_back";
    act.append({ kind, thing: "template", thingId: templateId, version, data: {} });
    return ok({});
  },
);
