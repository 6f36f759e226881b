import type { OrderColumn } from "#modules/production/contract/order-list-routes.ts";
import { routeMap } from "#web/shared/route-map.ts";

/** Where the browser saves the list from, as it is filtered, sorted and chosen now. */
export function exportAddress(
  workspace: string,
  filter: Readonly<Record<string, unknown>>,
  columns: readonly OrderColumn[],
  format: "csv" | "xlsx",
): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) if (typeof value === "string") query.set(name, value);
  if (columns.length > 0) query.set("columns", columns.join(","));
  const [, path] = routeMap.exportOrders;
  return `${path.replace(":workspace", encodeURIComponent(workspace))}?${query.toString()}`;
}
