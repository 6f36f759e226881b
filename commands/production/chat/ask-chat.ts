import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { ChatThing } from "#modules/access/contract/actions.ts";
import { findChat, lockMessage, type LockedMessage } from "#modules/production/store/order-chat.ts";
import { readChatReaders } from "#modules/production/views/chat-readers.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../../run-command.ts";

/** The chat of an order, for a member who may read or write in it. Refusals: order_unknown, not_your_order. */
export async function askChat(
  tx: Tx,
  act: Act,
  orderId: Id,
  action: "chat.read" | "chat.write",
): Promise<Result<{ readonly chat: ChatThing; readonly memberId: Id }>> {
  const chat = await findChat(tx, orderId);
  if (chat === null) return no("order_unknown", {}, ["orderId"]);
  if (act.actor.kind !== "member" || !act.may(action, chat)) return no("not_your_order", {}, ["orderId"]);
  return ok({ chat, memberId: act.actor.memberId });
}

/** Whoever is mentioned has to be able to read it. Refusal: mention_not_reader at the first who isn't. */
export async function checkMentions(
  tx: Tx,
  chat: ChatThing,
  mentionIds: readonly Id[],
): Promise<Result<readonly Id[]>> {
  if (mentionIds.length === 0) return ok([]);
  const readers = new Set((await readChatReaders(tx, chat)).map(({ memberId }) => memberId));
  const stranger = mentionIds.findIndex((id) => !readers.has(id));
  return stranger === -1
    ? ok([...new Set(mentionIds)])
    : no("mention_not_reader", {}, ["mentionIds", stranger]);
}

/**
 * A message of one's own in a chat that one may still write in, under its lock. Refusals: message_unknown, not_yours,
 * not_your_order.
 */
export async function lockOwnMessage(
  tx: Tx,
  act: Act,
  messageId: Id,
): Promise<Result<{ readonly message: LockedMessage; readonly chat: ChatThing }>> {
  const message = await lockMessage(tx, messageId);
  if (message === null) return no("message_unknown", {}, ["messageId"]);
  const asked = await askChat(tx, act, message.orderId, "chat.write");
  if (!asked.ok) return no("not_your_order", {}, ["messageId"]);
  return message.byMember === asked.value.memberId
    ? ok({ message, chat: asked.value.chat })
    : no("not_yours", {}, ["messageId"]);
}
