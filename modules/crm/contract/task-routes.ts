import { z } from "zod";
import { dateField, idField, instantField, nameField, pageOf, pageQuery, textField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { roles } from "#modules/access/contract/roles.ts";

export const taskRow = z.object({
  id: idField,
  title: z.string(),
  /** of a task that nobody typed: the text and its values; without sums that the reader may not see */
  textId: z.string().nullable(),
  textValues: z.record(z.string(), z.unknown()).nullable(),
  details: z.string(),
  assigneeId: idField.nullable(),
  assigneeTradeId: idField.nullable(),
  assigneeRole: z.enum(roles).nullable(),
  /** the member's or the trade's name */
  assigneeName: z.string().nullable(),
  dueDate: z.string().nullable(),
  remindAt: z.string().nullable(),
  dealId: idField.nullable(),
  dealTitle: z.string().nullable(),
  orderId: idField.nullable(),
  orderNumber: z.number().nullable(),
  contactId: idField.nullable(),
  contactName: z.string().nullable(),
  companyId: idField.nullable(),
  companyName: z.string().nullable(),
  createdAt: z.string(),
  doneAt: z.string().nullable(),
  /** the reader may tick it off */
  mine: z.boolean(),
  changeable: z.boolean(),
});

const taskParams = z.object({ taskId: idField });
const assignee = {
  assigneeId: idField.nullable(),
  assigneeTradeId: idField.nullable(),
  assigneeRole: z.enum(roles).nullable(),
};

export const taskRoutes = {
  listTasks: query("task.read", "/tasks", {
    summary:
      "Open tasks by due date, or done ones, newest first; mine, or everybody's for those who plan them.",
    query: z.object({
      ...pageQuery,
      done: z.stringbool().default(false),
      /** mine: for me, my trade or my role */
      whose: z.enum(["mine", "all"]).default("mine"),
      dealId: idField.optional(),
      contactId: idField.optional(),
      companyId: idField.optional(),
    }),
    output: pageOf(taskRow),
  }),
  countTasks: query("task.read", "/tasks/count", {
    summary: "How many of my open tasks are due, overdue or to be remembered now; counted up to 100.",
    output: z.object({ waiting: z.number(), overdue: z.number() }),
  }),
  addTask: command("task.write", "/tasks/add", {
    summary: "Plans a task for a member, trade or role.",
    body: z.strictObject({
      title: nameField,
      details: textField.default(""),
      assigneeId: assignee.assigneeId.default(null),
      assigneeTradeId: assignee.assigneeTradeId.default(null),
      assigneeRole: assignee.assigneeRole.default(null),
      dueDate: dateField.nullable().default(null),
      remindAt: instantField.nullable().default(null),
      dealId: idField.nullable().default(null),
      contactId: idField.nullable().default(null),
      companyId: idField.nullable().default(null),
    }),
    output: z.object({ taskId: idField }),
    refusals: ["member_unknown", "trade_unknown", "deal_unknown", "contact_unknown", "company_unknown"],
  }),
  changeTask: command("task.write", "/tasks/:taskId/change", {
    summary: "Changes what an open task says, for whom it is, and when.",
    params: taskParams,
    body: z.strictObject({
      title: nameField.optional(),
      details: textField.optional(),
      assigneeId: assignee.assigneeId.optional(),
      assigneeTradeId: assignee.assigneeTradeId.optional(),
      assigneeRole: assignee.assigneeRole.optional(),
      dueDate: dateField.nullable().optional(),
      remindAt: instantField.nullable().optional(),
    }),
    output: z.object({}),
    refusals: ["task_unknown", "not_yours", "task_done", "member_unknown", "trade_unknown"],
  }),
  completeTask: command("task.read", "/tasks/:taskId/complete", {
    summary: "Ticks a task off.",
    params: taskParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["task_unknown", "not_yours"],
  }),
  reopenTask: command("task.read", "/tasks/:taskId/reopen", {
    summary: "Takes the tick off a task again.",
    params: taskParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["task_unknown", "not_yours"],
  }),
};
