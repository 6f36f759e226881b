import { z } from "zod";
import { defineCommand } from "#commands/run-command.ts";
import { idField } from "#kernel/field.ts";
import { ok } from "#kernel/result.ts";
import type { Route } from "#kernel/route.ts";
import { roles } from "#modules/access/contract/roles.ts";
import { insertTask } from "#modules/crm/store/task.ts";

/** What a task that nobody typed says: a key of web/texts, so that each reader has it in their language. */
export const automaticTaskTexts = [
  "task.template_missing",
  "task.shortage_blocks",
  "task.order_short",
  "task.values_missing",
  "task.order_refused",
  "task.of_stage",
  "task.send_message",
  "task.reservation_lost",
  "task.reservation_gone",
] as const;
export type AutomaticTaskText = (typeof automaticTaskTexts)[number];

/** No route of the product: only automation asks for it. */
const route = {
  kind: "command",
  scope: "workspace",
  method: "POST",
  path: "",
  action: "task.write",
  summary: "Plans a task that follows from something that happened.",
  body: z.strictObject({
    textId: z.enum(automaticTaskTexts),
    textValues: z.record(z.string(), z.unknown()),
    /** what a reader sees whose language lacks the text: the thing's own name */
    title: z.string(),
    assigneeRole: z.enum(roles).nullable(),
    assigneeId: idField.nullable().default(null),
    assigneeTradeId: idField.nullable().default(null),
    dealId: idField.nullable(),
    orderId: idField.nullable(),
  }),
  output: z.object({ taskId: idField }),
  refusals: [],
} as const satisfies Route;

export const createAutomaticTask = defineCommand("createAutomaticTask", route, async (tx, input, act) => {
  const taskId = act.newId();
  await insertTask(tx, {
    id: taskId,
    title: input.title,
    textId: input.textId,
    textValues: input.textValues,
    details: "",
    assigneeId: input.assigneeId,
    assigneeTradeId: input.assigneeTradeId,
    assigneeRole: input.assigneeRole,
    dueDate: null,
    dealId: input.dealId,
    orderId: input.orderId,
    now: act.now,
  });
  act.append({
    kind: "task_added",
    thing: "task",
    thingId: taskId,
    version: 1,
    data: {
      title: input.title,
      textId: input.textId,
      textValues: input.textValues,
      assigneeId: input.assigneeId,
      assigneeTradeId: input.assigneeTradeId,
      assigneeRole: input.assigneeRole,
      dueDate: null,
      dealId: input.dealId,
      orderId: input.orderId,
    },
  });
  return ok({ taskId });
});
