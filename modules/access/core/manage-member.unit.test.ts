import { expect, test } from "vitest";
import type { Actor, Role } from "../contract/roles.ts";
import { refuseGivingRoles, refuseMemberChange, refuseSettingPin } from "./manage-member.ts";

const as = (...roles: Role[]): Actor => ({ kind: "member", memberId: "me", roles, tradeIds: [] });
const on = (...roles: Role[]) => ({ roles, active: true });
const off = (...roles: Role[]) => ({ roles, active: false });
const codeOf = (refused: { refusal: { code: string } } | null) => refused?.refusal.code ?? null;

test("an admin gives every role but the owner's", () => {
  expect(codeOf(refuseGivingRoles(as("admin"), ["admin", "operator"]))).toBeNull();
  expect(codeOf(refuseGivingRoles(as("admin"), ["operator", "owner"]))).toBe("owner_only");
  expect(codeOf(refuseGivingRoles(as("owner"), ["owner"]))).toBeNull();
});

test.each([
  ["takes the role of an owner", on("owner"), on("admin"), "owner_only"],
  ["makes an owner", on("admin"), on("owner"), "owner_only"],
  ["puts an owner out", on("owner"), off("owner"), "owner_only"],
  ["lets a former owner in again", off("owner"), on("owner"), "owner_only"],
  ["gives an owner one role more", on("owner"), on("owner", "operator"), null],
  ["puts an operator out", on("operator"), off("operator"), null],
])("an admin %s", (_, before, after, code) => {
  expect(codeOf(refuseMemberChange(as("admin"), "other", before, after, ["me too", "other"]))).toBe(code);
});

test("the last active owner stays", () => {
  const change = (after: ReturnType<typeof on>, owners: string[]) =>
    codeOf(refuseMemberChange(as("owner"), "me", on("owner"), after, owners));
  expect(change(off("owner"), ["me"])).toBe("last_owner");
  expect(change(on("admin"), ["me"])).toBe("last_owner");
  expect(change(on("owner", "admin"), ["me"])).toBeNull();
  expect(change(off("owner"), ["me", "another"])).toBeNull();
});

test("a PIN is set for oneself, or for those who may do nothing more than oneself", () => {
  const set = (actor: Actor, ...roles: Role[]) => codeOf(refuseSettingPin(actor, "other", roles));
  expect(set(as("supervisor"), "operator")).toBeNull();
  expect(set(as("supervisor"), "accountant")).toBe("not_allowed");
  expect(set(as("supervisor"), "admin")).toBe("not_allowed");
  expect(set(as("supervisor"), "owner")).toBe("owner_only");
  expect(set(as("admin"), "owner")).toBe("owner_only");
  expect(set(as("admin"), "admin")).toBeNull();
  expect(codeOf(refuseSettingPin(as("supervisor", "accountant"), "me", ["owner"]))).toBeNull();
});
