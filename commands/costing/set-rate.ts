import { decimal, text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { isActiveMember } from "#modules/access/store/is-active-member.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { insertHourlyRate } from "#modules/costing/store/hourly-rate.ts";
import { defineCommand } from "../run-command.ts";

/**
 * From now on; what was captured before stays. Each dated rate is a thing of its own that never changes, so
 * its fact is its first and only one, and two rates set at once don't compete for a version.
 */
export const setRate = defineCommand("setRate", costingRoutes.setRate, async (tx, input, act) => {
  const { memberId } = input;
  if (!(await isActiveMember(tx, memberId))) return no("member_unknown", {}, ["memberId"]);
  const id = act.newId();
  const rate = text(decimal(input.rate));
  await insertHourlyRate(tx, { id, memberId, rate, validFrom: act.now });
  act.append({ kind: "rate_set", thing: "hourly_rate", thingId: id, version: 1, data: { memberId, rate } });
  return ok({});
});
