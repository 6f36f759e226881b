import { defineCommand } from "#commands/run-command.ts";
import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { changesView, seesView } from "#modules/production/core/saved-view.ts";
import { lockSavedView, type SavedView, updateSavedView } from "#modules/production/store/saved-view.ts";
import { knowsDealOf } from "./knows-deal-of.ts";

/** Renames, shares, sets to something else; removes, and brings back what was removed. */
export const changeSavedView = defineCommand(
  "changeSavedView",
  productionRoutes.changeSavedView,
  async (tx, { viewId, name, shared, search, removed }, act) => {
    const before = await lockSavedView(tx, viewId);
    const memberId = act.actor.kind === "member" ? act.actor.memberId : "";
    const isHead = act.may("view.manage");
    const mayChange = before !== null && changesView(before, memberId, isHead);
    if (before === null || (!mayChange && !seesView(before, memberId))) {
      return no("saved_view_unknown", {}, ["viewId"]);
    }
    if (!mayChange) return no("saved_view_not_yours");
    if (search !== undefined && !(await knowsDealOf(tx, search))) {
      return no("deal_unknown", {}, ["search", "deal"]);
    }
    const fields = {
      name: before.name,
      shared: before.shared,
      search: before.search,
      removed: before.removed,
    };
    const changes = changesOf<SavedView>(fields, { name, shared, search, removed });
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateSavedView(tx, viewId, changes.fields, version);
    act.append({
      kind: kindOf(changes.fields),
      thing: "saved_view",
      thingId: viewId,
      version,
      data: changes.fromTo,
    });
    return ok({});
  },
);

function kindOf({ removed }: Partial<SavedView>): string {
  if (removed === undefined) return "saved_view_changed";
  return removed ? "saved_view_removed" : "saved_view_restored";
}
