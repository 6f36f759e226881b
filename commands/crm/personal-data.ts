import type { FromTo } from "#kernel/changes.ts";

const personal = new Set(["name", "contactPerson", "phone", "email", "notes"]);

/** What changed, for a fact about a person: of what tells who they are only that it changed, not from what to what. */
export function withoutPersonalData(fromTo: Record<string, FromTo>): Record<string, unknown> {
  const fields = Object.keys(fromTo).filter((field) => personal.has(field));
  const told = Object.fromEntries(Object.entries(fromTo).filter(([field]) => !personal.has(field)));
  return fields.length === 0 ? told : { ...told, fields };
}
