import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { type Deal, lockDeal, updateDeal } from "#modules/crm/store/deal.ts";
import { defineCommand } from "../run-command.ts";
import { refuseUnknownPeople } from "./check-deal-people.ts";

export const changeDeal = defineCommand("changeDeal", crmRoutes.changeDeal, async (tx, input, act) => {
  const { dealId, ...wish } = input;
  const before = await lockDeal(tx, dealId);
  if (before === null) return no("deal_unknown", {}, ["dealId"]);
  const changes = changesOf<Deal>(before, wish);
  if (changes.none) return ok({});
  const refused = await refuseUnknownPeople(tx, changes.fields);
  if (refused !== null) return refused;
  const version = before.version + 1;
  await updateDeal(tx, dealId, changes.fields, version);
  // Notes may be about a person: that they changed is enough.
  const { notes, ...told } = changes.fromTo;
  const data = notes === undefined ? told : { ...told, fields: ["notes"] };
  act.append({ kind: "deal_changed", thing: "deal", thingId: dealId, version, data });
  return ok({});
});
