import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { defineCommand } from "../run-command.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { writeTemplate } from "./write-template.ts";

export const addTemplate = defineCommand(
  "addTemplate",
  templatesRoutes.addTemplate,
  async (tx, input, act) => {
    const { itemId, name, comment } = input;
    const product = checkProduct(await findProduct(tx, itemId));
    if (!product.ok) return product;
    const body = await checkBody(tx, input.body, product.value);
    if (!body.ok) return body;
    // A second template of the product ends at the index template_of_item: template_exists.
    return writeTemplate(tx, act, { itemId, name }, { body: body.value, comment });
  },
);
