import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { v7 as uuidv7 } from "uuid";
import { type CreatedWorkspace, createWorkspace } from "#commands/access/create-workspace.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { roles, type Role } from "#modules/access/contract/roles.ts";
import { type BuiltServer, type ServerOptions, buildServer } from "#server/http/build-server.ts";
import { prepareJobs } from "#server/jobs/prepare-jobs.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { type Log, silentLog } from "#server/log.ts";
import { type TestDatabase, createTestDatabase } from "#test/database.ts";

/** A member of a test workspace, signed in by a session of their own. */
export type SignedIn = { readonly memberId: string; readonly cookie: string; readonly slug: string };
export type TestWorkspace = CreatedWorkspace & {
  readonly id: string;
  readonly members: Readonly<Record<Role, SignedIn>>;
};

export type HttpWorld = BuiltServer & {
  readonly database: TestDatabase;
  readonly app: FastifyInstance;
  addWorkspace(name: string): Promise<TestWorkspace>;
  /** A registered device that nobody is signed in on. */
  addDevice(workspaceId: string, registeredBy: string): Promise<string>;
  get(who: SignedIn | null, path: string, slug?: string): Promise<LightMyRequestResponse>;
  post(
    who: SignedIn | null,
    path: string,
    body: unknown,
    commandId?: string,
    slug?: string,
  ): Promise<LightMyRequestResponse>;
  /** Sends a file as it is, to be kept or (`to`) to another route that takes bytes. */
  upload(
    who: SignedIn | null,
    name: string,
    bytes: Uint8Array,
    headers?: Readonly<Record<string, string>>,
    to?: string,
  ): Promise<LightMyRequestResponse>;
  countFacts(): Promise<number>;
  close(): Promise<void>;
};

export const testSecret = "a secret of thirty-two characters!";

/** The real server on a database of its own, asked without a socket; every answer is held against its contract. */
export async function openHttpWorld({
  withJobs = false,
  log = silentLog,
  ...options
}: ServerOptions & { withJobs?: boolean; log?: Log } = {}): Promise<HttpWorld> {
  const database = await createTestDatabase();
  if (withJobs) await prepareJobs(database.url);
  const filesDir = mkdtempSync(join(tmpdir(), "treadle-files-"));
  const built = await buildServer({
    pool: database.pool,
    directUrl: database.url,
    settings: { publicUrl: undefined, tls: undefined, secret: testSecret, port: 0, filesDir },
    log,
    checkOutputs: true,
    limits: {
      general: 1_000_000,
      signIn: 100_000,
      signInByPin: 100_000,
      registerByCode: 100_000,
      signUp: 100_000,
      acceptInvitation: 100_000,
      uploadFile: 100_000,
    },
    ...options,
  });
  const { app, services } = built;

  async function addWorkspace(name: string): Promise<TestWorkspace> {
    const made = await createWorkspace(
      services.database,
      {
        name,
        currency: "UAH",
        language: "en",
        timeZone: "Europe/Kyiv",
        owner: { userId: null, name: "owner", email: null },
      },
      new Date(),
    );
    if (!made.ok) throw new Error(made.refusal.code);
    const { workspaceId: id, slug, ownerId } = made.value;
    const deviceId = await addDevice(id, ownerId);
    const members: Partial<Record<Role, SignedIn>> = {};
    for (const role of roles) {
      const memberId = role === "owner" ? ownerId : uuidv7();
      if (role !== "owner") {
        await database.pool.query(
          `insert into member (workspace_id, id, name, language, roles, created_at) values ($1, $2, $3, 'en', array[$3], now())`,
          [id, memberId, role],
        );
      }
      members[role] = { memberId, cookie: await signIn(id, memberId, deviceId), slug };
    }
    return { ...made.value, id, members: members as Record<Role, SignedIn> };
  }

  async function addDevice(workspaceId: string, registeredBy: string): Promise<string> {
    const deviceId = uuidv7();
    await database.pool.query(
      `insert into device (workspace_id, id, name, secret_hash, registered_by, registered_at) values ($1, $2, 'd', 'x', $3, now())`,
      [workspaceId, deviceId, registeredBy],
    );
    return deviceId;
  }

  async function signIn(workspaceId: string, memberId: string, deviceId: string): Promise<string> {
    return inWorkspace(services.database, mintWorkspaceId(workspaceId), "write", async (tx) => {
      const session = { workspaceId, memberId, deviceId, way: "pin" as const, now: new Date() };
      const { cookie } = await services.memberSessions.create(tx, session);
      return { commit: true, value: cookie.split(";")[0] ?? "" };
    });
  }

  return {
    ...built,
    database,
    addWorkspace,
    addDevice,
    get: (who, path, slug = who?.slug) =>
      app.inject({
        method: "GET",
        url: slug === undefined ? path : `/api/w/${slug}${path}`,
        headers: who === null ? {} : { cookie: who.cookie },
      }),
    post: (who, path, body, commandId = uuidv7(), slug = who?.slug) =>
      app.inject({
        method: "POST",
        url: slug === undefined ? path : `/api/w/${slug}${path}`,
        headers: {
          "content-type": "application/json",
          "command-id": commandId,
          ...(who === null ? {} : { cookie: who.cookie }),
        },
        payload: JSON.stringify(body),
      }),
    upload: (who, name, bytes, headers = {}, to = "/files") =>
      app.inject({
        method: "POST",
        url: `/api/w/${who?.slug ?? "nobody"}${to}?${new URLSearchParams({ name }).toString()}`,
        headers: {
          "content-type": "application/octet-stream",
          "command-id": uuidv7(),
          ...(who === null ? {} : { cookie: who.cookie }),
          ...headers,
        },
        payload: Buffer.from(bytes),
      }),
    async countFacts() {
      const { rows } = await database.pool.query<{ count: number }>(
        "select count(*)::int as count from fact",
      );
      return rows[0]?.count ?? 0;
    },
    async close() {
      await app.close();
      await database.drop();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

export type RefusalAnswer = {
  refusal: {
    code: string;
    message: string;
    path?: unknown[];
    data?: Record<string, unknown>;
    fields?: { path: unknown[]; code: string; message: string }[];
  };
};
