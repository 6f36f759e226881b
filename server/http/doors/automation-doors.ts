import { retryTriggerEffect } from "#commands/automation/retry-trigger-effect.ts";
import { listTriggerEffects } from "#modules/automation/views/list-trigger-effects.ts";

export const automationDoors = {
  commands: { retryTriggerEffect },
  views: { listTriggerEffects },
};
