import { no } from "#kernel/result.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { keyOfReference, listFileReferences, readFileBody } from "#modules/templates/core/template-file.ts";
import { findProduct } from "#modules/templates/store/product.ts";
import { defineCommand } from "../run-command.ts";
import { checkBody, checkProduct } from "./check-body.ts";
import { idsOfFile } from "./template-of-file.ts";
import { writeTemplate } from "./write-template.ts";

/** Creates nothing but the template: what its names stand for is here, or is mapped. */
export const importTemplate = defineCommand(
  "importTemplate",
  templatesRoutes.importTemplate,
  async (tx, { itemId, name, file, mapped }, act) => {
    const product = checkProduct(await findProduct(tx, itemId));
    if (!product.ok) return product;
    const references = listFileReferences(file.body);
    if (!references.ok) return references;
    const ids = await idsOfFile(tx, references.value, { itemId, mapped });
    if (!ids.ok) return ids;
    const read = readFileBody(file.body, (reference) => ids.value.get(keyOfReference(reference)) ?? null);
    if (!read.ok) return read;
    const body = await checkBody(tx, read.value, product.value);
    if (!body.ok) {
      // The field is the file: its body lies where the form has "body".
      const { code, data, path = [] } = body.refusal;
      return no(code, data, ["file", ...path]);
    }
    const origin = { imported: file.name };
    return writeTemplate(
      tx,
      act,
      { itemId, name: name ?? file.name },
      { body: body.value, comment: "", origin },
    );
  },
);
