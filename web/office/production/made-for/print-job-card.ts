/** Where the printed card of an order is. A browser opens it in a window of its own, with its own way to print. */
export function jobCardAddress(
  workspace: string,
  orderIds: readonly [string, ...string[]],
  paper: "A4" | "A5" = "A4",
): string {
  const [first, ...others] = orderIds;
  const query = new URLSearchParams({ paper });
  for (const id of others) query.append("alsoOrderIds", id);
  return `/api/w/${encodeURIComponent(workspace)}/orders/${first}/job-card?${query.toString()}`;
}
