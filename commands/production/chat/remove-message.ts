import { ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { markMessageRemoved } from "#modules/production/store/order-chat.ts";
import { defineCommand } from "../../run-command.ts";
import { lockOwnMessage } from "./ask-chat.ts";

export const removeMessage = defineCommand(
  "removeMessage",
  productionRoutes.removeMessage,
  async (tx, { messageId }, act) => {
    const locked = await lockOwnMessage(tx, act, messageId);
    if (!locked.ok) return locked;
    const { message } = locked.value;
    if (message.removed) return ok({});
    const version = message.version + 1;
    await markMessageRemoved(tx, messageId, true, version);
    const data = { orderId: message.orderId };
    act.append({ kind: "message_removed", thing: "order_message", thingId: messageId, version, data });
    return ok({});
  },
);
