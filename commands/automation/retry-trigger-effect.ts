import { defineCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { automationRoutes } from "#modules/automation/contract/routes.ts";
import { lockEffect, markEffectWaiting } from "#modules/automation/store/trigger-effect.ts";

/** Asks for a failed or skipped effect again; the reactions do it when they read this command's fact. */
export const retryTriggerEffect = defineCommand(
  "retryTriggerEffect",
  automationRoutes.retryTriggerEffect,
  async (tx, { effectId }, act) => {
    const effect = await lockEffect(tx, effectId);
    if (effect === null) return no("trigger_effect_unknown", {}, ["effectId"]);
    if (effect.state !== "failed" && effect.state !== "skipped") return no("trigger_effect_done");
    await markEffectWaiting(tx, effectId, act.now);
    act.append({
      kind: "trigger_effect_retried",
      thing: "trigger_effect",
      thingId: effectId,
      version: effect.nextVersion,
      data: { from: effect.state },
    });
    return ok({});
  },
);
