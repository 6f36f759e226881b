import { useRoute } from "#web/shared/queries.ts";

/** Reasons that may be given now. */
export function useDefectReasons() {
  return (useRoute("listDefectReasons", {}).data?.rows ?? []).filter((reason) => !reason.archived);
}
