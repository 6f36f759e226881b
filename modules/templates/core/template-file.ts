import { type No, no, ok, type Result } from "#kernel/result.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import type { ReferenceKind } from "./body-references.ts";

/** What a file says where a body has an id. A variant without an item is one of the product itself. */
export type FileReference =
  | { readonly kind: "variant"; readonly item: string | null; readonly variant: string }
  | { readonly kind: "deal_status"; readonly pipeline: string; readonly status: string }
  | {
      readonly kind: Exclude<ReferenceKind, "variant" | "deal_status">;
      readonly name: string;
    };

type Path = readonly (string | number)[];

/** The fields of a body that hold an id, by name: they hold nothing else anywhere in it. */
const kindOfField: Readonly<Record<string, ReferenceKind>> = {
  variantId: "variant",
  itemId: "item",
  upsellId: "upsell",
  warehouseId: "warehouse",
  finishedWarehouseId: "warehouse",
  memberId: "member",
  responsibleId: "member",
  tradeId: "trade",
  dealStatusId: "deal_status",
  subcontractorId: "subcontractor",
};

/** A body is not deeper; a file may be anything. */
const mostDepth = 30;

type Replace = (kind: ReferenceKind, value: unknown, path: Path) => Result<unknown>;

/** The same JSON with what stands in those fields replaced. `null` stays. */
function replaceReferences(value: unknown, path: Path, replace: Replace): Result<unknown> {
  if (path.length > mostDepth) return wrongForm(path.slice(0, 6));
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const [at, item] of value.entries()) {
      const replaced = replaceReferences(item, [...path, at], replace);
      if (!replaced.ok) return replaced;
      items.push(replaced.value);
    }
    return ok(items);
  }
  if (value === null || typeof value !== "object") return ok(value);
  const fields: [string, unknown][] = [];
  for (const [name, field] of Object.entries(value)) {
    const here = [...path, name];
    // A sample's values are named by people.
    if (name === "values") {
      fields.push([name, field]);
      continue;
    }
    const kind = Object.hasOwn(kindOfField, name) ? kindOfField[name] : undefined;
    const replaced =
      kind === undefined || field === null
        ? replaceReferences(field, here, replace)
        : replace(kind, field, here);
    if (!replaced.ok) return replaced;
    fields.push([name, replaced.value]);
  }
  return ok(Object.fromEntries(fields));
}

/** The body with what `nameOf` says instead of ids, and how many pictures were left behind. */
export function writeFileBody(
  body: TemplateBody,
  nameOf: (kind: ReferenceKind, id: string) => FileReference,
): { readonly body: Record<string, unknown>; readonly picturesLeft: number } {
  let picturesLeft = 0;
  const withoutPictures = JSON.parse(
    JSON.stringify(body, (name, value: unknown): unknown => {
      if (name !== "content" || !Array.isArray(value)) return value;
      const kept: unknown[] = value.filter((node: unknown) => !isPicture(node));
      picturesLeft += value.length - kept.length;
      return kept;
    }),
  ) as unknown;
  const written = replaceReferences(withoutPictures, [], (kind, value) =>
    ok(plainOf(nameOf(kind, String(value)))),
  );
  return { body: written.ok ? (written.value as Record<string, unknown>) : {}, picturesLeft };
}

const isPicture = (node: unknown): boolean =>
  typeof node === "object" && node !== null && "type" in node && node.type === "picture";

function plainOf(reference: FileReference): unknown {
  switch (reference.kind) {
    case "variant":
      return reference.item === null
        ? { variant: reference.variant }
        : { item: reference.item, variant: reference.variant };
    case "deal_status":
      return { pipeline: reference.pipeline, status: reference.status };
    default:
      return reference.name;
  }
}

const isName = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= 300;

/** `null`: no reference of this kind is written so. */
function readReference(kind: ReferenceKind, value: unknown): FileReference | null {
  if (kind !== "variant" && kind !== "deal_status") return isName(value) ? { kind, name: value } : null;
  if (typeof value !== "object" || value === null) return null;
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  if (kind === "deal_status") {
    const [pipeline, status] = [field("pipeline"), field("status")];
    return isName(pipeline) && isName(status) ? { kind, pipeline, status } : null;
  }
  const [item = null, variant] = [field("item"), field("variant")];
  return isName(variant) && (item === null || isName(item)) ? { kind, item, variant } : null;
}

/** Tells references apart, and is what a person maps one by. */
export const keyOfReference = (reference: FileReference): string =>
  `${reference.kind}: ${partsOf(reference)
    .map((part) => part.replaceAll("/", "//"))
    .join(" / ")}`;

export const nameOfReference = (reference: FileReference): string => partsOf(reference).join(", ");

function partsOf(reference: FileReference): readonly string[] {
  switch (reference.kind) {
    case "variant":
      return reference.item === null ? [reference.variant] : [reference.item, reference.variant];
    case "deal_status":
      return [reference.pipeline, reference.status];
    default:
      return [reference.name];
  }
}

export type PlacedReference = { readonly reference: FileReference; readonly path: Path };

/** Every reference of a file's body; refused where something else stands in its place (template_file_form). */
export function listFileReferences(body: unknown): Result<PlacedReference[]> {
  const found: PlacedReference[] = [];
  const walked = replaceReferences(body, filePath, (kind, value, path) => {
    const reference = readReference(kind, value);
    if (reference === null) return wrongForm(path);
    found.push({ reference, path });
    return ok(null);
  });
  return walked.ok ? ok(found) : walked;
}

const filePath: Path = ["file", "body"];

const wrongForm = (path: Path): No => no("template_file_form", { place: path.slice(2).join(".") }, path);

/** The body with this workspace's ids. `idOf` gives `null` for what it doesn't know (template_file_name_unknown). */
export function readFileBody(
  body: unknown,
  idOf: (reference: FileReference) => string | null,
): Result<TemplateBody> {
  const replaced = replaceReferences(body, filePath, (kind, value, path) => {
    const reference = readReference(kind, value);
    if (reference === null) return wrongForm(path);
    const id = idOf(reference);
    if (id !== null) return ok(id);
    const data = { kind, name: nameOfReference(reference), key: keyOfReference(reference) };
    return no("template_file_name_unknown", data, path);
  });
  if (!replaced.ok) return replaced;
  const parsed = templateBodyField.safeParse(replaced.value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === "symbol" ? String(step) : step));
  const extra = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return wrongForm([...filePath, ...path, ...extra]);
}
