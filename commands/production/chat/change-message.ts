import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { setMentions, updateMessage } from "#modules/production/store/order-chat.ts";
import { defineCommand } from "../../run-command.ts";
import { checkMentions, lockOwnMessage } from "./ask-chat.ts";

export const changeMessage = defineCommand(
  "changeMessage",
  productionRoutes.changeMessage,
  async (tx, { messageId, text, mentionIds }, act) => {
    const locked = await lockOwnMessage(tx, act, messageId);
    if (!locked.ok) return locked;
    const { message, chat } = locked.value;
    // Taken away: it has to come back first.
    if (message.removed) return no("message_unknown", {}, ["messageId"]);
    if (text === "" && !message.hasFiles) return no("message_empty", {}, ["text"]);
    const mentions = await checkMentions(tx, chat, mentionIds);
    if (!mentions.ok) return mentions;
    if (text === message.text) return ok({});
    const version = message.version + 1;
    await updateMessage(tx, messageId, { text, editedAt: act.now, version });
    await setMentions(tx, messageId, mentions.value, act.newId);
    act.append({
      kind: "message_changed",
      thing: "order_message",
      thingId: messageId,
      version,
      data: { orderId: message.orderId, mentionIds: mentions.value },
    });
    return ok({});
  },
);
