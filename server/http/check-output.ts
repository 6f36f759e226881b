import { isDeepStrictEqual } from "node:util";
import type { Route } from "#kernel/route.ts";

/**
 * Whether what is about to leave is exactly what the contract promises: right, and nothing besides, since a
 * column too many may be one that the reader must not see. For tests; in production it would cost each answer
 * as much again. Throws what is wrong, without the values.
 */
export function checkOutput(route: Route, output: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(output));
  const parsed = route.output.safeParse(sent);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`${route.path} answers against its contract: ${faults.slice(0, 5).join("; ")}`);
  }
  const kept: unknown = JSON.parse(JSON.stringify(parsed.data));
  if (!isDeepStrictEqual(kept, sent)) {
    throw new Error(
      `${route.path} answers fields that its contract doesn't name: ${extraFields(sent, kept).join(", ")}`,
    );
  }
}

function extraFields(sent: unknown, kept: unknown, path = ""): string[] {
  if (typeof sent !== "object" || sent === null) return isDeepStrictEqual(sent, kept) ? [] : [path];
  const other: Record<string, unknown> = typeof kept === "object" && kept !== null ? { ...kept } : {};
  return Object.entries(sent).flatMap(([key, value]) =>
    Object.hasOwn(other, key) ? extraFields(value, other[key], `${path}.${key}`) : [`${path}.${key}`],
  );
}
