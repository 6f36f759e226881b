import { no, ok, type Result } from "#kernel/result.ts";
import { units } from "#kernel/unit.ts";
import type { AskedAttribute, AttributeValue, OrderAttributes } from "../contract/attributes.ts";

type Path = readonly (string | number)[];

/**
 * Whether the values answer what an item asks at order, and nothing else. `path` is where the values stand in
 * the command's input. With `partly`, what is missing is fine: one unit's own values over the order's.
 */
export function checkAskedAttributes(
  asked: readonly AskedAttribute[],
  values: OrderAttributes,
  path: Path,
  { partly = false }: { readonly partly?: boolean } = {},
): Result<OrderAttributes> {
  const byName = new Map(asked.map((one) => [one.name, one]));
  for (const [name, value] of Object.entries(values)) {
    const one = byName.get(name);
    if (one === undefined) return no("attribute_unknown", { attribute: name }, [...path, name]);
    const fault = faultOf(one, value);
    if (fault !== null) return no(fault.code, fault.data, [...path, name]);
  }
  if (partly) return ok(values);
  const missing = asked.find(({ name, required }) => required && !Object.hasOwn(values, name));
  if (missing === undefined) return ok(values);
  return no("attribute_missing", { attribute: missing.name }, [...path, missing.name]);
}

function faultOf(
  { name: attribute, kind, unit, choices }: AskedAttribute,
  value: AttributeValue,
): { code: string; data: Readonly<Record<string, string>> } | null {
  const wrongKind = { code: "attribute_kind", data: { attribute, kind, unit: unit ?? "" } };
  switch (kind) {
    case "number":
      if (unit === null || "text" in value) return wrongKind;
      return units[value.unit].dimension === units[unit].dimension ? null : wrongKind;
    case "text":
      return "text" in value ? null : wrongKind;
    case "choice":
      if (!("text" in value)) return wrongKind;
      if (choices.includes(value.text)) return null;
      return { code: "attribute_choice", data: { attribute, choices: choices.join(", ") } };
  }
}
