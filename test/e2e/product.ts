import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { buildDemoWorkspace, type DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { createPeople } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import { buildWebIfStale } from "#scripts/build-web.ts";
import { rootFolder } from "#scripts/run-tool.ts";
import { createTestDatabase } from "#test/database.ts";

/** The built product as `npm start` runs it: a process of its own, on a database of its own. */
export type Product = {
  /** without a slash at the end */
  readonly address: string;
  /** The coffee roastery; everybody's password is demoPassword, PINs are 1111 (roaster) and 2222 (packer). */
  demo(language: "en" | "uk"): Promise<DemoWorkspace>;
  /** From now on the server's clock is so many milliseconds ahead of the true one; only where it was opened to. */
  moveClock(milliseconds: number): void;
  /** What the server has said and warned of so far. */
  warnings(): string;
  stop(): Promise<void>;
};

export const demoPassword = "treadle-demo";
const startPatience = 60_000;

/** `movesClock`: time may be made to pass (`moveClock`). */
export async function openProduct({
  movesClock = false,
}: { readonly movesClock?: boolean } = {}): Promise<Product> {
  // Usually fresh already: the runner of the suites builds it.
  await buildWebIfStale();
  await buildWebIfStale();
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), "treadle-e2e-"));
  const secret = randomBytes(32).toString("hex");
  const clock = join(folder, "clock");
  const preload = pathToFileURL(join(rootFolder, "test/e2e/moved-clock.ts")).href;
  const moved = { NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: clock };
  const server = spawn(process.execPath, [join(rootFolder, "scripts/start.mjs")], {
    cwd: rootFolder,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PORT: "0",
      SECRET: secret,
      ...(movesClock ? moved : {}),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const end = async (): Promise<void> => {
    await endProcess(server);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(server, () => said);
    return {
      address,
      stop: end,
      moveClock(milliseconds) {
        // In one go: whoever reads half of it would be somewhere else in time.
        writeFileSync(`${clock}.next`, String(milliseconds));
        renameSync(`${clock}.next`, clock);
      },
      warnings: () => said + readIfThere(join(folder, "log/treadle.log")),
      async demo(language) {
        const people = createPeople({
          database: database.url,
          secret,
          publicUrl: address,
          secureCookies: false,
          log: silentLog,
        });
        try {
          return await buildDemoWorkspace({
            database: createDatabase(database.pool),
            people,
            language,
            password: demoPassword,
            mailDomain: `${language}.demo.example`,
            now: new Date(),
          });
        } finally {
          await people.close();
        }
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The one line that a person waits for. */
function addressOf(server: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The server did not start: ${said()}`)), startPatience);
    server.stdout?.on("data", () => {
      const address = /Treadle is at (\S+)/.exec(said())?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
    server.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`The server ended with ${code}: ${said()}`));
    });
  });
}

async function endProcess(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
