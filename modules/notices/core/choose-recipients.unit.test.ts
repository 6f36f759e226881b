import { describe, expect, it } from "vitest";
import { type Audience, chooseRecipients, type PossibleRecipient } from "./choose-recipients.ts";

const member = (id: string, ...roles: PossibleRecipient["roles"]): PossibleRecipient => ({
  id,
  roles,
  tradeIds: id === "tailor" ? ["tailoring"] : [],
});
const owner = member("owner", "owner");
const anna = member("anna", "supervisor");
const boris = member("boris", "supervisor", "operator");
const tailor = member("tailor", "operator");
const all = [owner, anna, boris, tailor];
const ask = (members: readonly PossibleRecipient[], wish: Partial<Audience>): string[] =>
  chooseRecipients(members, { memberId: null, roles: ["supervisor"], exceptId: null, ...wish });

describe("who is told", () => {
  it("is the responsible member alone", () => {
    expect(ask(all, { memberId: "anna" })).toEqual(["anna"]);
  });
  it("is everybody of the role where nobody is responsible, or who was has left", () => {
    expect(ask(all, {})).toEqual(["anna", "boris"]);
    expect(ask(all, { memberId: "gone" })).toEqual(["anna", "boris"]);
  });
  it("is never who did it, and nobody else in their place", () => {
    expect(ask(all, { exceptId: "boris" })).toEqual(["anna"]);
    expect(ask(all, { memberId: "anna", exceptId: "anna" })).toEqual([]);
    expect(ask([owner, anna], { exceptId: "anna" })).toEqual([]);
  });
  it("is the head of the place where nobody has the role", () => {
    expect(ask([owner, tailor], {})).toEqual(["owner"]);
  });
  it("is everybody of a trade", () => {
    expect(ask(all, { roles: [], tradeId: "tailoring" })).toEqual(["tailor"]);
  });
});
