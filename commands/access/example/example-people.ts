import { addMember } from "#commands/access/add-member.ts";
import { changeMember } from "#commands/access/change-member.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { ExampleWords } from "./example-words.ts";
import type { Tell } from "./storyteller.ts";

/** An hour's pay, in whatever the currency is. */
const rates = { owner: "250", worker: "180" };
/** Nobody signs in as one of them: they have neither a password nor a PIN. */
const worker = addMember(() => Promise.reject(new Error("An example gives no PINs")));

/** Two colleagues share the trades between them, and the owner has all of them. Answers who works in which trade. */
export async function hireWorkers(
  tx: Tx,
  tell: Tell,
  ownerId: Id,
  words: ExampleWords,
  at: Date,
): Promise<ReadonlyMap<Id, Actor>> {
  const trades = await tx.db
    .selectFrom("trade")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .orderBy("id")
    .execute();
  const tradeIds = trades.map(({ id }) => id);
  await tell(changeMember, { memberId: ownerId, tradeIds }, at);
  await tell(setRate, { memberId: ownerId, rate: rates.owner }, at);
  const ofTrade = new Map<Id, Actor>();
  for (const [place, name] of words.people.entries()) {
    const theirs = tradeIds.filter((_, index) => index % words.people.length === place);
    const { memberId } = await tell(worker, { name, roles: ["operator"], tradeIds: theirs }, at);
    await tell(setRate, { memberId, rate: rates.worker }, at);
    const actor: Actor = { kind: "member", memberId, roles: ["operator"], tradeIds: theirs };
    for (const tradeId of theirs) ofTrade.set(tradeId, actor);
  }
  return ofTrade;
}

export type Customer = { readonly companyId: Id; readonly contactId: Id };

export async function meetCustomers(tell: Tell, words: ExampleWords, at: Date): Promise<Customer[]> {
  const met: Customer[] = [];
  for (const { company, contact } of words.customers) {
    const { companyId } = await tell(addCompany, { name: company }, at);
    const { contactId } = await tell(addContact, { name: contact, companyId }, at);
    met.push({ companyId, contactId });
  }
  return met;
}
