import type { RequestOf } from "#modules/routes.ts";
import { routeMap } from "#web/shared/route-map.ts";

/** Where the browser saves items from: a plain link, so that it shows how much has come. */
export function exportAddress(
  workspace: string,
  filter: Omit<RequestOf<"exportItems">, "workspace" | "archived" | "empty"> & {
    readonly archived?: "true";
    readonly empty?: "true";
  },
): string {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const [, path] = routeMap.exportItems;
  return `${path.replace(":workspace", encodeURIComponent(workspace))}?${query.toString()}`;
}

export function problemsAddress(workspace: string, importId: string): string {
  const [, path] = routeMap.readImportProblems;
  return path
    .replace(":workspace", encodeURIComponent(workspace))
    .replace(":importId", encodeURIComponent(importId));
}
