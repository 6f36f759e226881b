import { no } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { lockTemplate } from "#modules/templates/store/template.ts";
import { defineCommand } from "../run-command.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { writeNextVersion } from "./write-template.ts";

export const saveTemplate = defineCommand(
  "saveTemplate",
  templatesRoutes.saveTemplate,
  async (tx, input, act) => {
    const { templateId, name, comment, basedOn } = input;
    const template = await lockTemplate(tx, templateId);
    if (template === null) return no("template_unknown", {}, ["templateId"]);
    if (template.currentNumber !== basedOn) {
      return no("template_changed_meanwhile", { basedOn, current: template.currentNumber }, ["basedOn"]);
    }
    const product = checkProduct(await findProduct(tx, template.itemId));
    if (!product.ok) return product;
    const body = await checkBody(tx, input.body, product.value);
    if (!body.ok) return body;
    return writeNextVersion(tx, act, template, { body: body.value, comment }, name);
  },
);
