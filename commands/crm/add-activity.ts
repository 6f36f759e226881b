import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { readParts } from "#modules/crm/core/activity-parts.ts";
import { type ActivityAbout, findPeopleOfDeal, insertActivity } from "#modules/crm/store/activity.ts";
import { companyExists } from "#modules/crm/store/company.ts";
import { contactExists } from "#modules/crm/store/contact.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type Act, defineCommand } from "../run-command.ts";

export const addActivity = defineCommand("addActivity", crmRoutes.addActivity, async (tx, input, act) => {
  const { kind } = input;
  const about = await readAbout(tx, act, input);
  if (!about.ok) return about;
  const parts = readParts(kind, input);
  if (!parts.ok) return parts;
  const at = input.at === undefined ? act.now : new Date(input.at);
  if (at > act.now) return no("activity_in_future", {}, ["at"]);
  const activityId = act.newId();
  const byMember = act.actor.kind === "member" ? act.actor.memberId : null;
  await insertActivity(tx, {
    ...parts.value,
    ...about.value,
    id: activityId,
    kind,
    at,
    byMember,
    byWhom: act.actor.kind,
    now: act.now,
  });
  // What was said stays in its row: it is about people, and may be taken away.
  act.append({
    kind: "activity_added",
    thing: "activity",
    thingId: activityId,
    version: 1,
    data: { kind, ...about.value },
  });
  return ok({ activityId });
});

/** Exactly one thing, of this workspace, that the actor may write about; a deal brings its people. */
async function readAbout(
  tx: Tx,
  act: Act,
  { dealId, contactId, companyId }: { dealId: Id | null; contactId: Id | null; companyId: Id | null },
): Promise<Result<ActivityAbout>> {
  if ([dealId, contactId, companyId].filter((id) => id !== null).length !== 1)
    return no("activity_about_one", {}, ["dealId"]);
  const action = dealId === null ? "contact.write" : "deal.write";
  if (!act.may(action)) return no("not_allowed", { action });
  if (dealId !== null) {
    const people = await findPeopleOfDeal(tx, dealId);
    return people === null ? no("deal_unknown", {}, ["dealId"]) : ok({ dealId, ...people });
  }
  if (contactId !== null && !(await contactExists(tx, contactId)))
    return no("contact_unknown", {}, ["contactId"]);
  if (companyId !== null && !(await companyExists(tx, companyId)))
    return no("company_unknown", {}, ["companyId"]);
  return ok({ dealId, contactId, companyId });
}
