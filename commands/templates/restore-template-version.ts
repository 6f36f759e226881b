import { no } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { lockTemplate } from "#modules/templates/store/template.ts";
import { loadVersion } from "#modules/templates/store/template-version.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { defineCommand } from "../run-command.ts";
import { writeNextVersion } from "./write-template.ts";

/**
 * The body was checked when it was saved, and nothing that it names is ever deleted; but attributes that its formulas
 * read may have gone from the product since, and it may come from before norms could be formulas.
 */
export const restoreTemplateVersion = defineCommand(
  "restoreTemplateVersion",
  templatesRoutes.restoreTemplateVersion,
  async (tx, input, act) => {
    const { templateId, number } = input;
    const template = await lockTemplate(tx, templateId);
    if (template === null) return no("template_unknown", {}, ["templateId"]);
    const older = await loadVersion(tx, templateId, number);
    if (older === null) return no("template_version_unknown", { number }, ["number"]);
    const product = checkProduct(await findProduct(tx, template.itemId));
    if (!product.ok) return product;
    const body = await checkBody(tx, older.body, product.value);
    // The person who restores types no body: what is wrong is the version.
    if (!body.ok) return no(body.refusal.code, body.refusal.data, ["number"]);
    return writeNextVersion(tx, act, template, {
      body: body.value,
      comment: "",
      restoredFrom: number,
    });
  },
);
