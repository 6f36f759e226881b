import { ok } from "#kernel/result.ts";
import { markMentionsRead } from "#modules/notices/store/notice.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { raiseReadTo } from "#modules/production/store/order-chat.ts";
import { defineCommand } from "../../run-command.ts";
import { askChat } from "./ask-chat.ts";

/** Told as a fact too: the mark goes on each screen that the person has open, and from the bell. */
export const markChatRead = defineCommand(
  "markChatRead",
  productionRoutes.markChatRead,
  async (tx, { orderId, readTo }, act) => {
    const asked = await askChat(tx, act, orderId, "chat.read");
    if (!asked.ok) return asked;
    const { memberId } = asked.value;
    await markMentionsRead(tx, memberId, { orderId, readTo }, act.now);
    const raised = await raiseReadTo(tx, { id: act.newId(), orderId, memberId, readTo });
    if (raised === null) return ok({});
    act.append({
      kind: "chat_read",
      thing: "order_chat_reader",
      thingId: raised.id,
      version: raised.version,
      data: { orderId, memberId, readTo },
    });
    return ok({});
  },
);
