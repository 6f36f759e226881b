import { v7 as newId } from "uuid";
import { createWorkspace, type CreatedWorkspace } from "#commands/access/create-workspace.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { No, Result } from "#kernel/result.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import { insertMember } from "#modules/access/store/member.ts";
import {
  createDatabase,
  type Database,
  inWorkspace,
  readWorkspace,
} from "#server/database/workspace-transaction.ts";
import { checkOutput } from "#server/http/check-output.ts";
import type { View } from "#server/http/door-types.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

export type MemberActor = Extract<Actor, { kind: "member" }>;
export type TestWorld = TestDatabase & {
  readonly database: Database;
  /** A workspace of its own, with an owner and the starting dictionaries. */
  aWorkspace(wish?: { name?: string; language?: "en" | "uk" }): Promise<TestWorkspace>;
};
export type Fact = {
  kind: string;
  thing: string;
  thingId: string;
  version: number;
  data: Record<string, unknown>;
};

export type TestWorkspace = CreatedWorkspace & {
  readonly owner: MemberActor;
  /** A member with these roles, made without a command. */
  aMember(...roles: Role[]): Promise<MemberActor>;
  /** Runs a command as the door would: input parsed by the contract, the answer held against it. As the owner unless told. */
  ask<R extends Route>(command: Command<R>, input: Request<R>, how?: How): Promise<Result<Output<R>>>;
  /** The same, where anything but yes is a broken test. */
  run<R extends Route>(command: Command<R>, input: Request<R>, how?: How): Promise<Output<R>>;
  view<R extends Route>(route: R, view: View<R>, input: Request<R>, how?: How): Promise<Result<Output<R>>>;
  see<R extends Route>(route: R, view: View<R>, input: Request<R>, how?: How): Promise<Output<R>>;
  /** All facts, or a thing's own, in the order in which they were appended. */
  facts(thingId?: string): Promise<Fact[]>;
};
export type How = { as?: Actor; now?: Date; commandId?: string };

export const testNow = new Date("2026-03-02T10:00:00Z");

export async function openTestWorld(): Promise<TestWorld> {
  const test = await createTestDatabase();
  const database = createDatabase(test.pool);
  return { ...test, database, aWorkspace: (wish = {}) => makeWorkspace(test, database, wish) };
}

async function makeWorkspace(
  test: TestDatabase,
  database: Database,
  { name = "Test workshop", language = "en" }: { name?: string; language?: "en" | "uk" },
): Promise<TestWorkspace> {
  const owner = { userId: null, name: "Owner", email: "owner@example.com" };
  const timeZone = "Europe/Kyiv";
  const created = valueOf(
    await createWorkspace(database, { name, currency: "UAH", language, timeZone, owner }, testNow),
  );
  const { workspaceId } = created;
  const ownerActor: MemberActor = {
    kind: "member",
    memberId: created.ownerId,
    roles: ["owner"],
    tradeIds: [],
  };

  const ask: TestWorkspace["ask"] = async (command, input, how = {}) => {
    const asking = {
      workspaceId,
      actor: how.as ?? ownerActor,
      commandId: how.commandId ?? newId(),
      now: how.now ?? testNow,
    };
    const answer = await runCommand(database, command, inputOf(command.route, input), asking);
    if (answer.ok) checkOutput(command.route, answer.value);
    return answer;
  };
  const view: TestWorkspace["view"] = async (route, look, input, how = {}) => {
    const actor = how.as ?? ownerActor;
    const viewer = {
      actor,
      now: how.now ?? testNow,
      timeZone,
      may: (action: Parameters<typeof may>[1]) => may(actor, action),
    };
    const answer = await readWorkspace(database, workspaceId, (tx) =>
      look(tx, inputOf(route, input), viewer),
    );
    if (answer.ok) checkOutput(route, answer.value);
    return answer;
  };
  return {
    ...created,
    owner: ownerActor,
    ask,
    view,
    run: async (...wish) => valueOf(await ask(...wish)),
    see: async (...wish) => valueOf(await view(...wish)),
    async aMember(...roles) {
      const memberId = newId();
      await inWorkspace(database, workspaceId, "write", async (tx) => {
        await insertMember(tx, {
          id: memberId,
          userId: null,
          name: roles.join(" ") || "member",
          email: null,
          language,
          roles,
          tradeIds: [],
          pinHash: null,
          now: testNow,
        });
        return { commit: true, value: undefined };
      });
      return { kind: "member", memberId, roles, tradeIds: [] };
    },
    async facts(thingId) {
      const { rows } = await test.pool.query<Fact>(
        `select kind, thing, thing_id as "thingId", version, data from fact
         where workspace_id = $1 and ($2::uuid is null or thing_id = $2) order by transaction, sequence`,
        [workspaceId, thingId ?? null],
      );
      return rows;
    },
  };
}

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
}

/** What a refusal looks like, for `toMatchObject`. */
export const refused = (code: string, path?: readonly (string | number)[]): Partial<No> => ({
  ok: false,
  refusal: path === undefined ? { code } : { code, path },
});
