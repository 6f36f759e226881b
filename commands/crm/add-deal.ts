import { no, ok } from "#kernel/result.ts";
import { takeNumber } from "#modules/access/store/number-series.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { insertDeal } from "#modules/crm/store/deal.ts";
import { insertDealLines } from "#modules/crm/store/deal-line.ts";
import { findFirstStatus } from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";
import { refuseUnknownPeople } from "./check-deal-people.ts";
import { lineData, readLines } from "./deal-line-input.ts";

export const addDeal = defineCommand("addDeal", crmRoutes.addDeal, async (tx, input, act) => {
  const { title, contactId, companyId, notes } = input;
  const status = await findFirstStatus(tx, input.pipelineId);
  if (status === null) return no("pipeline_unknown", {}, ["pipelineId"]);
  // Whoever adds a deal answers for it, unless they say otherwise.
  const adder = act.actor.kind === "member" ? act.actor.memberId : null;
  const responsibleId = input.responsibleId === undefined ? adder : input.responsibleId;
  const refused = await refuseUnknownPeople(tx, { contactId, companyId, responsibleId });
  if (refused !== null) return refused;
  const lines = await readLines(tx, input.lines, 1, act, (index) => ["lines", index]);
  if (!lines.ok) return lines;

  // The last thing that can wait: the number's lock is held until the end.
  const number = await takeNumber(tx, "deal", act.newId);
  const dealId = act.newId();
  const people = { contactId, companyId, responsibleId };
  const { pipelineId, id: statusId } = status;
  await insertDeal(tx, { ...people, id: dealId, number, title, pipelineId, statusId, notes, now: act.now });
  await insertDealLines(tx, dealId, lines.value);
  act.append({
    kind: "deal_added",
    thing: "deal",
    thingId: dealId,
    version: 1,
    data: {
      ...people,
      number,
      title,
      pipelineId,
      statusId,
      status: status.name,
      lines: lines.value.map(lineData),
    },
  });
  return ok({ dealId, number });
});
