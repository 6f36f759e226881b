import { describe, expect, it, test } from "vitest";
import { type Action, actionRoles, actions, type RunThing } from "../contract/actions.ts";
import { type Actor, type Role, roles } from "../contract/roles.ts";
import { allowedActions, isOwnRun, may } from "./may.ts";

const as = (...given: Role[]): Actor => ({
  kind: "member",
  memberId: "me",
  roles: given,
  tradeIds: ["packer"],
});
const automation: Actor = { kind: "automation" };
const aRun = (wish: Partial<RunThing> = {}): RunThing => ({
  operatorId: null,
  performerMemberId: null,
  performerTradeId: null,
  performerRole: null,
  performerSubcontractorId: null,
  ...wish,
});

describe("a role", () => {
  test.each(["owner", "admin"] as const)("%s may do everything", (role) => {
    expect(allowedActions(as(role))).toEqual(actions);
  });

  /** domain.md section 10, read by eye: what each may, and next to it what it must not. */
  const table: Record<Exclude<Role, "owner" | "admin">, { may: Action[]; mayNot: Action[] }> = {
    sales_manager: {
      may: ["contact.write", "deal.write", "deal.money", "order.read", "stock.read"],
      mayNot: [
        "rate.read",
        "order.cost",
        "order.create",
        "run.work",
        "item.cost",
        "template.write",
        "stock.write",
      ],
    },
    technologist: {
      may: ["item.write", "template.write", "order.planned_cost", "order.read"],
      mayNot: [
        "order.cost",
        "rate.read",
        "order.create",
        "deal.read",
        "template.approve",
        "run.work",
        "stock.write",
      ],
    },
    supervisor: {
      may: [
        "order.create",
        "order.cancel",
        "run.work_any",
        "run.block",
        "run.release_early",
        "order.cost",
        "deal.read",
      ],
      mayNot: ["deal.money", "rate.read", "rate.set", "deal.write", "template.write", "dictionary.manage"],
    },
    operator: {
      may: ["run.work", "my_stages.read", "dictionary.read"],
      mayNot: [
        "order.read",
        "order.cost",
        "rate.read",
        "item.read",
        "stock.read",
        "run.work_any",
        "run.reassign",
      ],
    },
    storekeeper: {
      may: ["item.write", "stock.write", "item.cost", "deal.ship"],
      mayNot: ["deal.read", "deal.money", "order.cost", "rate.read", "run.work", "order.create"],
    },
    accountant: {
      may: ["rate.read", "rate.set", "order.cost", "deal.money", "item.cost"],
      mayNot: ["deal.write", "stock.write", "order.create", "run.work", "template.write"],
    },
  };

  test.each(Object.entries(table))("%s may what domain.md section 10 says, and no more", (role, expected) => {
    const actor = as(role as Role);
    expect(expected.may.filter((action) => !may(actor, action))).toEqual([]);
    expect(expected.mayNot.filter((action) => may(actor, action))).toEqual([]);
  });

  it("adds up with others; without any, a member may nothing", () => {
    const both = as("operator", "storekeeper");
    expect(may(both, "run.work") && may(both, "stock.write")).toBe(true);
    expect(may(both, "order.create")).toBe(false);
    expect(allowedActions(as())).toEqual([]);
  });

  it("is named by every action: nobody is shut out of one by forgetting", () => {
    for (const action of actions) expect(actionRoles[action].length, action).toBeGreaterThan(1);
    for (const role of roles) expect(allowedActions(as(role)).length, role).toBeGreaterThan(0);
  });
});

describe("automation", () => {
  it("makes orders, moves deals and gives tasks, and nothing else", () => {
    expect(allowedActions(automation).sort()).toEqual(["deal.write", "order.create", "task.write"]);
    expect(may(automation, "run.work", aRun())).toBe(false);
    expect(isOwnRun(automation, aRun())).toBe(false);
  });
});

describe("a run is an operator's", () => {
  const operator = as("operator");
  test.each([
    ["that nobody has, for all operators", {}, true],
    ["that is given to them", { operatorId: "me" }, true],
    ["that is given to another", { operatorId: "other" }, false],
    ["of a stage that names them", { performerMemberId: "me" }, true],
    ["of a stage that names another", { performerMemberId: "other" }, false],
    ["of their trade", { performerTradeId: "packer" }, true],
    ["of another trade", { performerTradeId: "roaster" }, false],
    ["of their role", { performerRole: "operator" }, true],
    ["of another role", { performerRole: "technologist" }, false],
    ["of their trade, that another has taken", { performerTradeId: "packer", operatorId: "other" }, false],
    ["of another trade, that is given to them", { performerTradeId: "roaster", operatorId: "me" }, true],
    ["of a stage that names another, given to them", { performerMemberId: "other", operatorId: "me" }, true],
  ] as const)("%s", (_, wish, own) => {
    expect(may(operator, "run.work", aRun(wish))).toBe(own);
    expect(isOwnRun(operator, aRun(wish))).toBe(own);
  });

  it("while a supervisor works on any", () => {
    const taken = aRun({ operatorId: "other", performerTradeId: "roaster" });
    for (const role of ["supervisor", "admin", "owner"] as const)
      expect(may(as(role), "run.work", taken)).toBe(true);
    // Whoever is both has the wider right.
    expect(may(as("operator", "supervisor"), "run.work", taken)).toBe(true);
  });

  it("and nobody's who may not work at all, though it names them", () => {
    const theirs = aRun({ operatorId: "me", performerMemberId: "me" });
    for (const role of ["storekeeper", "accountant", "sales_manager", "technologist"] as const) {
      expect(may(as(role), "run.work", theirs), role).toBe(false);
    }
  });

  it("only where working is asked: a run opens no other action", () => {
    expect(may(operator, "run.block", aRun({ operatorId: "me" }))).toBe(false);
    expect(may(operator, "run.reassign", aRun({ operatorId: "me" }))).toBe(false);
  });
});

describe("the chat of an order", () => {
  const nobodys = { dealOwnerId: null, openTo: [], workerIds: [] };
  test.each([
    ["of a deal that is theirs", ["sales_manager"], { dealOwnerId: "me" }, true],
    ["of another's deal", ["sales_manager"], { dealOwnerId: "other" }, false],
    ["of no deal", ["sales_manager"], {}, false],
    ["whose work is open to all", ["operator"], { openTo: ["other", "anyone"] }, true],
    ["whose work is their trade's", ["operator"], { openTo: ["packer"] }, true],
    ["whose work is another trade's", ["operator"], { openTo: ["roaster"] }, false],
    ["that they have worked on", ["operator"], { openTo: ["other"], workerIds: ["other", "me"] }, true],
    ["that others work on", ["operator"], { openTo: ["other"], workerIds: ["other"] }, false],
    // Whoever is both has each right by its own reason.
    ["whose deal is an operator's", ["operator"], { dealOwnerId: "me" }, false],
    ["that a manager has worked on", ["sales_manager"], { workerIds: ["me"], openTo: ["anyone"] }, false],
    ["of either, for who is both", ["operator", "sales_manager"], { workerIds: ["me"] }, true],
    ["that supervisors read, whosever", ["supervisor"], {}, true],
    ["that owners read, whosever", ["owner"], {}, true],
    ["that a technologist works on", ["technologist"], { workerIds: ["me"], openTo: ["anyone"] }, false],
    ["of a storekeeper", ["storekeeper"], { dealOwnerId: "me", workerIds: ["me"] }, false],
  ] as const)("%s", (_, given, chat, open) => {
    for (const action of ["chat.read", "chat.write"] as const)
      expect(may(as(...given), action, { ...nobodys, ...chat })).toBe(open);
  });
});
