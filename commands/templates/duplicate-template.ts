import { no } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { moveBody } from "#modules/templates/core/key-body.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { lockTemplate } from "#modules/templates/store/template.ts";
import { loadVersion } from "#modules/templates/store/template-version.ts";
import { defineCommand } from "../run-command.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { writeTemplate } from "./write-template.ts";

/** Copies the current version. Locked, so that what is copied is current when the copy is there. */
export const duplicateTemplate = defineCommand(
  "duplicateTemplate",
  templatesRoutes.duplicateTemplate,
  async (tx, input, act) => {
    const { templateId, itemId, name } = input;
    const template = await lockTemplate(tx, templateId);
    const current = template === null ? null : await loadVersion(tx, templateId, template.currentNumber);
    if (template === null || current === null) return no("template_unknown", {}, ["templateId"]);
    const product = checkProduct(await findProduct(tx, itemId));
    if (!product.ok) return product;
    const origin = await findProduct(tx, template.itemId);
    const moved = moveBody(current.body, origin?.upsells ?? [], product.value.upsells);
    if ("missingUpsell" in moved) return no("upsell_missing", { upsell: moved.missingUpsell }, ["itemId"]);
    const body = await checkBody(tx, moved.body, product.value);
    // The person who copies sees no body: the field that is wrong is the product.
    if (!body.ok) return no(body.refusal.code, body.refusal.data, ["itemId"]);
    const copied = { copiedFrom: templateId, copiedNumber: template.currentNumber };
    return writeTemplate(tx, act, { itemId, name }, { body: body.value, comment: "", origin: copied });
  },
);
