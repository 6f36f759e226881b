import { notifyManager, type QueryClient } from "@tanstack/react-query";

export const isQuery =
  (name: string) =>
  ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
    queryKey[1] === name;

/**
 * Asks for My Stages anew and resolves when an answer has come that was asked for after this call: whatever was
 * under way before is dropped by the invalidation. The screens have heard of it by then: a tap taken off the old
 * answer would put its card back for a moment.
 */
export async function seeStages(queries: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = queries.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success") return;
      if (!isQuery("showMyStages")(event.query)) return;
      stop();
      notifyManager.schedule(resolve);
    });
    void queries.invalidateQueries({ predicate: isQuery("showMyStages") });
  });
}
