import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as newId } from "uuid";
import { acceptInvitation } from "#commands/access/accept-invitation.ts";
import { createWorkspace, type CreatedWorkspace } from "#commands/access/create-workspace.ts";
import { inviteMember } from "#commands/access/invite-member.ts";
import { readInvitationToken } from "#commands/access/invitation-token.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import { createPeople } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import { type Browser, connect, signIn } from "./http-client.ts";

/**
 * The fixture: 20 products, each of 4 materials and 3 stages, enough stock, default durability.
 * The server is a process of its own on the same database as the floor.
 */
export type BenchWorld = {
  readonly databaseUrl: string;
  readonly database: Database;
  readonly created: CreatedWorkspace;
  readonly products: readonly { readonly variantId: Id; readonly materials: readonly Id[] }[];
  readonly owner: Actor & { kind: "member" };
  readonly address: string;
  readonly serverPid: number;
  /** signed in as a supervisor, or as one of eight operators */
  readonly supervisor: Browser;
  /** the same supervisor, on a connection for each client */
  readonly supervisors: readonly Browser[];
  readonly operators: readonly Browser[];
  stop(): Promise<void>;
};

const secret = randomBytes(32).toString("hex");
const password = randomBytes(12).toString("hex");

export async function openBenchWorld(): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), "treadle-bench-"));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  await migrate(embedded.url);
  const pool = createPool(embedded.url, { log: silentLog, max: 10 });
  const database = createDatabase(pool);
  const people = createPeople({
    database: embedded.url,
    secret,
    publicUrl: "http://localhost",
    secureCookies: false,
    log: silentLog,
  });
  const made = await createWorkspace(
    database,
    {
      name: "Bench",
      currency: "UAH",
      language: "en",
      timeZone: "Europe/Kyiv",
      owner: { userId: null, name: "Bench owner", email: null },
    },
    new Date(),
  );
  if (!made.ok) throw new Error(made.refusal.code);
  const created = made.value;
  const owner = { kind: "member", memberId: created.ownerId, roles: ["owner"], tradeIds: [] } as const;
  const ask = askAs(database, created, owner);
  const emails: string[] = [];
  const addPerson = async (name: string, roles: Role[]): Promise<void> => {
    const email = `${name}@bench.example`;
    const invited = await ask(inviteMember, { name, email, roles, tradeIds: [] });
    const token = readInvitationToken(invited.token);
    const user = await people.createUser({ email, password, name });
    if (token === null || !user.ok) throw new Error("A bench member could not be made");
    const asNew = askAs(database, created, { kind: "member", memberId: newId(), roles: [], tradeIds: [] });
    const joined = await asNew(acceptInvitation, {
      invitationId: invited.invitationId,
      userId: user.value.userId,
      secret: token.secret,
    });
    await ask(setRate, { memberId: joined.memberId, rate: "150" });
    emails.push(email);
  };
  await addPerson("supervisor", ["supervisor"]);
  for (let index = 1; index <= 8; index += 1) await addPerson(`operator${index}`, ["operator"]);
  const products = await addProducts(ask, created);
  const { server, address } = await startServer(embedded.url, secret);
  const browsers: Browser[] = [];
  for (const email of emails) browsers.push(await signIn(address, created.slug, email, password));
  const [supervisor, ...operators] = browsers;
  if (supervisor === undefined || server.pid === undefined) throw new Error("Nobody could sign in");
  return {
    databaseUrl: embedded.url,
    database,
    created,
    products,
    owner,
    address,
    serverPid: server.pid,
    supervisor,
    supervisors: operators.map(() => connect(address, created.slug, supervisor.cookie)),
    operators,
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      await people.close();
      await pool.end();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ask = <R extends Route>(command: Command<R>, input: Request<R>) => Promise<Output<R>>;

export function askAs(database: Database, created: CreatedWorkspace, actor: Actor): Ask {
  return async (command, input) => {
    const answer = await runCommand(database, command, inputOf(command.route, input), {
      workspaceId: created.workspaceId,
      actor,
      commandId: newId(),
      now: new Date(),
    });
    if (!answer.ok) throw new Error(`${command.name}: ${JSON.stringify(answer.refusal)}`);
    return answer.value;
  };
}

async function addProducts(ask: Ask, created: CreatedWorkspace): Promise<BenchWorld["products"]> {
  const { materials: warehouseId, finishedGoods } = created.warehouseIds;
  const variant = { sku: null, attributes: {}, salePrice: null, listPrice: null };
  const products: { variantId: Id; materials: Id[] }[] = [];
  for (let index = 1; index <= 20; index += 1) {
    const item = async (
      kind: "product" | "material",
      name: string,
    ): Promise<{ itemId: Id; variantId: Id }> => {
      const unit = kind === "product" ? "pcs" : "kg";
      const made = await ask(addItem, {
        kind,
        name,
        unit,
        shelfLifeDays: null,
        variants: [{ name, ...variant }],
      });
      return { itemId: made.itemId, variantId: made.variantIds[0] ?? "" };
    };
    const product = await item("product", `Product ${index}`);
    const materials: Id[] = [];
    for (let each = 1; each <= 4; each += 1) {
      materials.push((await item("material", `Material ${index}.${each}`)).variantId);
    }
    await ask(receiveStock, {
      warehouseId,
      lines: materials.map((variantId) => ({ variantId, quantity: "100000000", price: "12.5" })),
      note: "",
    });
    const norm = (variantId: Id | undefined) => ({ variantId, warehouseId, perUnit: "0.25" });
    const body = templateBodyField.parse({
      stages: [
        {
          key: "cut",
          name: "Cut",
          performer: { kind: "role", role: "operator" },
          batchSeconds: 600,
          consumption: "at_start",
          norms: [norm(materials[0]), norm(materials[1])],
        },
        {
          key: "sew",
          name: "Sew",
          performer: { kind: "role", role: "operator" },
          unitSeconds: 60,
          consumption: "at_completion",
          norms: [norm(materials[2])],
        },
        {
          key: "pack",
          name: "Pack",
          performer: { kind: "role", role: "operator" },
          unitSeconds: 20,
          consumption: "at_completion",
          norms: [norm(materials[3])],
        },
      ],
      triggers: {},
      policies: { finishedWarehouseId: finishedGoods },
    });
    await ask(addTemplate, { itemId: product.itemId, name: `Template ${index}`, body, comment: "" });
    products.push({ variantId: product.variantId, materials });
  }
  return products;
}

/** The product's server in a process of its own, without its rate limits. */
export async function startServer(
  databaseUrl: string,
  secretOfSessions: string,
): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "serve.ts")], {
    env: { ...process.env, BENCH_DATABASE_URL: databaseUrl, BENCH_SECRET: secretOfSessions },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}`)));
    server.stdout?.on("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { server, address };
}
