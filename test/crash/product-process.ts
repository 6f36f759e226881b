import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { findServer } from "#server/database/embedded-process.ts";

const main = join(import.meta.dirname, "../../server/main.ts");

/** The real server as a process on the embedded database of a folder, always on the same port; made to be killed. */
export type Product = {
  readonly address: string;
  /** What went wrong without our doing: a server that ended by itself. */
  readonly faults: readonly string[];
  /** Resolves when it says where it is. */
  start(): Promise<void>;
  /** Begins a start and does not wait for it. */
  begin(): void;
  killServer(): Promise<void>;
  /** False where no database runs at this moment. */
  killDatabase(): boolean;
};

type Run = { readonly child: ChildProcess; output: string; errors: string; readonly ended: Promise<unknown> };

export async function createProduct(dataDir: string): Promise<Product> {
  const port = await findFreePort();
  const faults: string[] = [];
  let current: Run | undefined;

  function begin(): void {
    const child = spawn(process.execPath, [main], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: "" },
    });
    const run: Run = { child, output: "", errors: "", ended: once(child, "close") };
    child.stdout?.on("data", (chunk: Buffer) => (run.output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (run.errors += chunk.toString()));
    child.once("close", (code) => {
      if (current === run) faults.push(`The server ended by itself (${code}): ${run.errors}${run.output}`);
    });
    current = run;
  }

  /** From here on its end is ours. */
  function takeRun(): Run | undefined {
    const run = current;
    current = undefined;
    return run;
  }

  return {
    address: `http://127.0.0.1:${port}`,
    faults,
    begin,
    async start() {
      begin();
      const run = current;
      if (run === undefined) return;
      const said = new Promise<void>((resolve) => {
        run.child.stdout?.on("data", () => {
          if (run.output.includes("\n")) resolve();
        });
      });
      await Promise.race([said, run.ended]);
      if (!run.output.startsWith("Treadle is at ")) throw new Error(`It did not start: ${run.errors}`);
    },
    async killServer() {
      const run = takeRun();
      run?.child.kill("SIGKILL");
      await run?.ended;
    },
    killDatabase() {
      const server = findServer(join(dataDir, "postgres"));
      if (server === undefined) return false;
      process.kill(server.pid, "SIGKILL");
      return true;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
