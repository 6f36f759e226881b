import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { seesView } from "#modules/production/core/saved-view.ts";
import { lockSavedView, saveOpeningView } from "#modules/production/store/saved-view.ts";

/** No fact: how somebody likes to begin is nobody else's business, and the log is for ever. */
export const chooseOpeningView = defineCommand(
  "chooseOpeningView",
  productionRoutes.chooseOpeningView,
  async (tx, { viewId }, { actor, newId }) => {
    if (actor.kind !== "member") return ok({});
    const { memberId } = actor;
    const view = viewId === null ? null : await lockSavedView(tx, viewId);
    if (viewId !== null && (view === null || view.removed || !seesView(view, memberId))) {
      return no("saved_view_unknown", {}, ["viewId"]);
    }
    await saveOpeningView(tx, { id: newId(), memberId, viewId });
    return ok({});
  },
);
