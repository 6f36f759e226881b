import { no } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { lockTemplate } from "#modules/templates/store/template.ts";
import { loadVersion } from "#modules/templates/store/template-version.ts";
import { defineCommand } from "../run-command.ts";
import { writeNextVersion } from "./write-template.ts";

/** The body was checked when it was saved, and nothing that it names is ever deleted. */
export const restoreTemplateVersion = defineCommand(
  "restoreTemplateVersion",
  templatesRoutes.restoreTemplateVersion,
  async (tx, input, act) => {
    const { templateId, number } = input;
    const template = await lockTemplate(tx, templateId);
    if (template === null) return no("template_unknown", {}, ["templateId"]);
    const older = await loadVersion(tx, templateId, number);
    if (older === null) return no("template_version_unknown", { number }, ["number"]);
    return writeNextVersion(tx, act, template, {
      body: older.body,
      comment: "",
      origin: { restoredFrom: number },
    });
  },
);
