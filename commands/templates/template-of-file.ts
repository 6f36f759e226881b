import { no, ok, type Result } from "#kernel/result.ts";
import type { Id } from "#kernel/id.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { templatesRoutes } from "#modules/templates/contract/routes.ts";
import type { BodyReference } from "#modules/templates/core/body-references.ts";
import {
  keyOfReference,
  listFileReferences,
  nameOfReference,
  type PlacedReference,
} from "#modules/templates/core/template-file.ts";
import { findNamed } from "#modules/templates/store/name-lookup.ts";
import { findMissingReference, findProduct } from "#modules/templates/store/product.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { checkProduct } from "./check-body.ts";

type Route = typeof templatesRoutes.checkTemplateFile;
type Mapped = Input<Route>["mapped"];

/**
 * The ids of what the file names, as found here or mapped by hand; by `keyOfReference`. Refused where a name is mapped
 * that the file doesn't have, or to a thing that isn't the workspace's.
 */
export async function idsOfFile(
  tx: Tx,
  references: readonly PlacedReference[],
  { itemId, mapped }: { readonly itemId: Id; readonly mapped: Mapped },
): Promise<Result<ReadonlyMap<string, Id>>> {
  const kinds = new Map(references.map(({ reference }) => [keyOfReference(reference), reference.kind]));
  const chosen: BodyReference[] = [];
  for (const [at, { key, id }] of mapped.entries()) {
    const kind = kinds.get(key);
    if (kind === undefined) return no("template_file_not_named", { name: key }, ["mapped", at, "key"]);
    chosen.push({ kind, id, path: ["mapped", at, "id"] });
  }
  const [found, missing] = await Promise.all([
    findNamed(
      tx,
      references.map(({ reference }) => reference),
      itemId,
    ),
    findMissingReference(tx, chosen),
  ]);
  if (missing !== null) return no(`${missing.kind}_unknown`, {}, missing.path);
  return ok(new Map([...found, ...mapped.map(({ key, id }) => [key, id] as const)]));
}

/** What an import would lack, before anybody asks for it. */
export async function checkTemplateFile(
  tx: Tx,
  { itemId, file, mapped }: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const product = checkProduct(await findProduct(tx, itemId));
  if (!product.ok) return product;
  const references = listFileReferences(file.body);
  if (!references.ok) return references;
  const ids = await idsOfFile(tx, references.value, { itemId, mapped });
  if (!ids.ok) return ids;
  const missing = new Map<string, Output<Route>["missing"][number]>();
  for (const { reference, path } of references.value) {
    const key = keyOfReference(reference);
    if (ids.value.has(key) || missing.has(key)) continue;
    missing.set(key, { key, kind: reference.kind, name: nameOfReference(reference), path: [...path] });
  }
  return ok({ name: file.name, stageNames: stageNamesOf(file.body), missing: [...missing.values()] });
}

function stageNamesOf(body: Record<string, unknown>): string[] {
  const { stages } = body;
  if (!Array.isArray(stages)) return [];
  return stages.flatMap((stage: unknown) =>
    typeof stage === "object" && stage !== null && "name" in stage && typeof stage.name === "string"
      ? [stage.name]
      : [],
  );
}
