import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import {
  type DefectReason,
  lockDefectReason,
  updateDefectReason,
} from "#modules/production/store/defect-reason.ts";
import { defineCommand } from "../run-command.ts";

export const changeDefectReason = defineCommand(
  "changeDefectReason",
  productionRoutes.changeDefectReason,
  async (tx, input, act) => {
    const { reasonId } = input;
    const before = await lockDefectReason(tx, reasonId);
    if (before === null) return no("defect_reason_unknown", {}, ["reasonId"]);
    const { name, archived, photoId } = input;
    const changes = changesOf<DefectReason>(before, { name, photo_id: photoId, archived });
    if (changes.none) return ok({});
    if (typeof photoId === "string") {
      const links = { thing: "defect_reason", thingId: reasonId, role: "photo", fileIds: [photoId] };
      const linked = await linkFiles(tx, links, act, ["photoId"]);
      if (!linked.ok) return linked;
    }
    const version = before.version + 1;
    await updateDefectReason(tx, reasonId, changes.fields, version);
    act.append({
      kind: "defect_reason_changed",
      thing: "defect_reason",
      thingId: reasonId,
      version,
      data: changes.fromTo,
    });
    return ok({});
  },
);
