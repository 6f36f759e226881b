import { changesOf } from "#kernel/changes.ts";
import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockPack, type Pack, updatePack } from "#modules/catalog/store/pack.ts";
import { defineCommand } from "../run-command.ts";

/** A receipt carries the quantity that it came to: a pack that is changed later changes nothing of it. */
export const changePack = defineCommand("changePack", catalogRoutes.changePack, async (tx, input, act) => {
  const before = await lockPack(tx, input.packId);
  if (before === null) return no("pack_unknown", {}, ["packId"]);
  const { name, archived } = input;
  const contains = input.contains === undefined ? undefined : decimal(input.contains);
  const changes = changesOf<Pack>(before, { name, contains, archived });
  if (changes.none) return ok({});
  const version = before.version + 1;
  await updatePack(tx, input.packId, changes.fields, version);
  act.append({ kind: "pack_changed", thing: "pack", thingId: input.packId, version, data: changes.fromTo });
  return ok({});
});
