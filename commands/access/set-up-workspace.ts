import { addReadyTemplate } from "#commands/templates/add-ready-template.ts";
import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockFirstRun, saveAnswers } from "#modules/access/store/first-run.ts";
import { listTradeIds } from "#modules/access/store/trade.ts";
import { lockWorkspace, updateWorkspace, type WorkspaceSettings } from "#modules/access/store/workspace.ts";
import { type Act, defineCommand } from "../run-command.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { changeMember } from "./change-member.ts";
import { rewordDictionaries } from "./reword-dictionaries.ts";

/** The first questions, answered: settings, dictionaries in the language, and the ready template of what is made. */
export const setUpWorkspace = defineCommand(
  "setUpWorkspace",
  accessRoutes.setUpWorkspace,
  async (tx, { makes, people, currency, language, timeZone }, act) => {
    if ((await lockFirstRun(tx)).setUp) return no("set_up_already");
    const before = await lockWorkspace(tx);
    const changes = changesOf<WorkspaceSettings>(before, { currency, language, timeZone });
    const version = before.version + 1;
    await updateWorkspace(tx, changes.fields, version);
    await saveAnswers(tx, { makes, people, at: act.now }, version);
    act.append({
      kind: "workspace_set_up",
      thing: "workspace",
      thingId: tx.workspaceId,
      version,
      data: { makes, people, ...changes.fromTo },
    });
    if (before.language !== language && (before.language === "en" || before.language === "uk")) {
      await rewordDictionaries(tx, act, before.language, language);
    }
    if (makes === "other") return ok({ templateId: null });
    const added = await addReadyTemplate.run(tx, { trade: makes }, act);
    if (!added.ok) return added;
    if (people === "one") await takeAllTrades(tx, act);
    return ok({ templateId: added.value.templateId });
  },
);

/** Who works alone does the work of every trade. */
async function takeAllTrades(tx: Tx, act: Act): Promise<void> {
  if (act.actor.kind !== "member") return;
  const { memberId } = act.actor;
  await changeMember.run(tx, { memberId, tradeIds: await listTradeIds(tx) }, act);
}
