import { ok } from "#kernel/result.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { insertDefectReasons } from "#modules/production/store/defect-reason.ts";
import { defineCommand } from "../run-command.ts";

export const addDefectReason = defineCommand(
  "addDefectReason",
  productionRoutes.addDefectReason,
  async (tx, input, act) => {
    const id = act.newId();
    const { name, photoId } = input;
    if (photoId !== null) {
      const links = { thing: "defect_reason", thingId: id, role: "photo", fileIds: [photoId] };
      const linked = await linkFiles(tx, links, act, ["photoId"]);
      if (!linked.ok) return linked;
    }
    await insertDefectReasons(tx, [{ id, name, photo_id: photoId }]);
    const data = { name, photoId };
    act.append({ kind: "defect_reason_added", thing: "defect_reason", thingId: id, version: 1, data });
    return ok({ reasonId: id });
  },
);
