import { no, ok } from "#kernel/result.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { insertMessage, setMentions, takeMessageNumber } from "#modules/production/store/order-chat.ts";
import { defineCommand } from "../../run-command.ts";
import { askChat, checkMentions } from "./ask-chat.ts";

/** What was said stays in its row: it may be about people, and may be taken away. The fact says that it was said. */
export const writeMessage = defineCommand(
  "writeMessage",
  productionRoutes.writeMessage,
  async (tx, { orderId, text, mentionIds, fileIds, asksChange }, act) => {
    const asked = await askChat(tx, act, orderId, "chat.write");
    if (!asked.ok) return asked;
    const { chat, memberId } = asked.value;
    if (asksChange && !act.may("chat.change_request")) {
      return no("not_allowed", { action: "chat.change_request" }, ["asksChange"]);
    }
    if (text === "" && fileIds.length === 0) return no("message_empty", {}, ["text"]);
    const mentions = await checkMentions(tx, chat, mentionIds);
    if (!mentions.ok) return mentions;
    const number = await takeMessageNumber(tx, orderId, act.newId);
    const messageId = act.newId();
    await insertMessage(tx, {
      id: messageId,
      orderId,
      number,
      byMember: memberId,
      text,
      at: act.now,
      asksChange,
    });
    await setMentions(tx, messageId, mentions.value, act.newId);
    const links = { thing: "order_message", thingId: messageId, role: "attachment", fileIds };
    const linked = await linkFiles(tx, links, act);
    if (!linked.ok) return linked;
    act.append({
      kind: "message_written",
      thing: "order_message",
      thingId: messageId,
      version: 1,
      data: { orderId, number, mentionIds: mentions.value, files: fileIds.length, asksChange },
    });
    return ok({ messageId, number });
  },
);
