import { answerChangeRequest } from "#commands/production/chat/answer-change-request.ts";
import { changeMessage } from "#commands/production/chat/change-message.ts";
import { markChatRead } from "#commands/production/chat/mark-chat-read.ts";
import { removeMessage } from "#commands/production/chat/remove-message.ts";
import { restoreMessage } from "#commands/production/chat/restore-message.ts";
import { writeMessage } from "#commands/production/chat/write-message.ts";

/** What is said about orders. */
export const chatCommands = {
  writeMessage,
  changeMessage,
  removeMessage,
  restoreMessage,
  markChatRead,
  answerChangeRequest,
};
