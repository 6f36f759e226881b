import { z } from "zod";
import { idField, pageOf, pageQuery, textField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { fileRow } from "#modules/files/contract/routes.ts";

const orderParams = z.object({ orderId: idField });
const messageParams = z.object({ messageId: idField });

export const mostFilesOfMessage = 20;
const longestMessage = 4_000;
const said = {
  text: textField.max(longestMessage).default(""),
  /** who is named with "@": only people who may read the chat */
  mentionIds: z.array(idField).max(50).default([]),
};

export const changeOutcomes = ["made", "declined"] as const;
const person = z.object({ memberId: idField, name: z.string() });
export const chatMessage = z.object({
  id: idField,
  /** counts up from 1 in each chat, in the order in which they were said */
  number: z.number(),
  byMemberId: idField,
  byName: z.string(),
  /** "" where it was taken away */
  text: z.string(),
  at: z.string(),
  editedAt: z.string().nullable(),
  removed: z.boolean(),
  mentions: z.array(person),
  files: z.array(fileRow),
  /** written by who asks: to change, take away and bring back */
  mine: z.boolean(),
  /** the customer asks for something else; outcome null: nobody has answered that yet */
  change: z
    .object({ outcome: z.enum(changeOutcomes).nullable(), answeredBy: z.string().nullable() })
    .nullable(),
});

const chatRefusals = ["order_unknown", "not_your_order"];
const saidRefusals = ["message_empty", "mention_not_reader"];
const ownRefusals = ["message_unknown", "not_yours", "not_your_order"];

/**
 * The chat of an order: for supervisors, the manager of its deal and the operators who work on it (`chat.read`,
 * `chat.write`). Whose it is, is asked of each order; who may not read it gets `not_your_order`.
 */
export const chatRoutes = {
  showOrderChat: query("chat.read", "/chats/:orderId", {
    summary: "What was said about an order, newest first, how far one has read, and who may read it.",
    params: orderParams,
    query: z.object({ ...pageQuery }),
    output: z.object({
      ...pageOf(chatMessage).shape,
      /** the number of the last message that one has read */
      readTo: z.number(),
      /** of messages by others, those after it */
      unread: z.number(),
      /** who may read it, by name: those who can be mentioned */
      people: z.array(person),
    }),
    refusals: chatRefusals,
  }),
  listUnreadChats: query("chat.read", "/chats/unread", {
    summary:
      "Orders whose chat has messages of the last thirty days that one has not read, newest first, 500 at most; and open change requests of customers.",
    output: z.object({
      rows: z.array(
        z.object({
          orderId: idField,
          unread: z.number(),
          /** one of them names who asks */
          mentioned: z.boolean(),
        }),
      ),
      /** what customers ask to have made otherwise and nobody has answered yet, newest first; 500 at most */
      changes: z.array(
        z.object({
          orderId: idField,
          messageId: idField,
          /** "" where it is told by files alone */
          text: z.string(),
          byName: z.string(),
          at: z.string(),
        }),
      ),
    }),
    refusals: [],
  }),
  writeMessage: command("chat.write", "/chats/:orderId/write", {
    summary: "Says something about an order: words, files or both.",
    params: orderParams,
    body: z.strictObject({
      ...said,
      fileIds: z.array(idField).max(mostFilesOfMessage).default([]),
      /** the customer asks for something else: marked until somebody answers it; asks for `chat.change_request` */
      asksChange: z.boolean().default(false),
    }),
    output: z.object({ messageId: idField, number: z.number() }),
    refusals: [...chatRefusals, ...saidRefusals, "file_unknown", "too_many_files"],
  }),
  answerChangeRequest: command("chat.change_request", "/chat-messages/:messageId/answer-change", {
    summary: "Says what became of a customer's change request; null opens it again.",
    params: messageParams,
    body: z.strictObject({ outcome: z.enum(changeOutcomes).nullable() }),
    output: z.object({}),
    refusals: ["message_unknown", "not_your_order", "change_not_asked"],
  }),
  markChatRead: command("chat.read", "/chats/:orderId/mark-read", {
    summary: "Remembers how far one has read. Never goes back.",
    params: orderParams,
    body: z.strictObject({ readTo: z.int().min(0).max(2_147_483_647) }),
    output: z.object({}),
    refusals: chatRefusals,
  }),
  changeMessage: command("chat.write", "/chat-messages/:messageId/change", {
    summary: "Says a message of one's own anew; that it was changed is shown.",
    params: messageParams,
    body: z.strictObject(said),
    output: z.object({}),
    refusals: [...ownRefusals, ...saidRefusals],
  }),
  removeMessage: command("chat.write", "/chat-messages/:messageId/remove", {
    summary: "Takes a message of one's own away; that there was one is still shown.",
    params: messageParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ownRefusals,
  }),
  restoreMessage: command("chat.write", "/chat-messages/:messageId/restore", {
    summary: "Brings back a message that one has taken away.",
    params: messageParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ownRefusals,
  }),
};
