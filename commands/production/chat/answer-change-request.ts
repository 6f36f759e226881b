import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { answerChange, lockMessage } from "#modules/production/store/order-chat.ts";
import { defineCommand } from "../../run-command.ts";
import { askChat } from "./ask-chat.ts";

/** Whoever may say that a customer asks for a change may say what became of it, whosever message it is. */
export const answerChangeRequest = defineCommand(
  "answerChangeRequest",
  productionRoutes.answerChangeRequest,
  async (tx, { messageId, outcome }, act) => {
    const message = await lockMessage(tx, messageId);
    if (message === null) return no("message_unknown", {}, ["messageId"]);
    const asked = await askChat(tx, act, message.orderId, "chat.write");
    if (!asked.ok) return no("not_your_order", {}, ["messageId"]);
    if (!message.asksChange || message.removed) return no("change_not_asked", {}, ["messageId"]);
    if (message.changeOutcome === outcome) return ok({});
    const version = message.version + 1;
    const answeredBy = outcome === null ? null : asked.value.memberId;
    await answerChange(tx, messageId, { outcome, answeredBy, version });
    act.append({
      kind: "change_request_answered",
      thing: "order_message",
      thingId: messageId,
      version,
      data: { orderId: message.orderId, outcome: { from: message.changeOutcome, to: outcome } },
    });
    return ok({});
  },
);
