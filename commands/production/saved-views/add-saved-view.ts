import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { mostSavedViews } from "#modules/production/contract/saved-view-routes.ts";
import { countSavedViews, insertSavedView } from "#modules/production/store/saved-view.ts";
import { knowsDealOf } from "./knows-deal-of.ts";

export const addSavedView = defineCommand(
  "addSavedView",
  productionRoutes.addSavedView,
  async (tx, { name, shared, search }, act) => {
    if (act.actor.kind !== "member") return no("not_allowed", { action: "view.save" });
    const { memberId } = act.actor;
    if ((await countSavedViews(tx, memberId)) >= mostSavedViews) {
      return no("saved_views_full", { most: mostSavedViews });
    }
    if (!(await knowsDealOf(tx, search))) return no("deal_unknown", {}, ["search", "deal"]);
    const id = act.newId();
    await insertSavedView(tx, { id, memberId, name, shared, search, now: act.now });
    act.append({
      kind: "saved_view_added",
      thing: "saved_view",
      thingId: id,
      version: 1,
      data: { memberId, name, shared, search },
    });
    return ok({ viewId: id });
  },
);
