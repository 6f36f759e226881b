import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPool } from "#server/database/pool.ts";
import { buildServer } from "#server/http/build-server.ts";
import { silentLog } from "#server/log.ts";

/** The product's server without its rate limits: one address stands for a whole workshop here. */
const url = process.env["BENCH_DATABASE_URL"] ?? "";
const unlimited = 100_000_000;
const { app } = await buildServer({
  pool: createPool(url, { log: silentLog }),
  directUrl: url,
  settings: {
    publicUrl: undefined,
    tls: undefined,
    secret: process.env["BENCH_SECRET"] ?? "",
    port: 0,
    filesDir: join(tmpdir(), `treadle-bench-${process.pid}`),
  },
  log: silentLog,
  limits: {
    general: unlimited,
    signIn: unlimited,
    signInByPin: unlimited,
    signUp: unlimited,
    acceptInvitation: unlimited,
    uploadFile: unlimited,
  },
});
process.on("SIGTERM", () => void app.close().then(() => process.exit(0)));
console.log(await app.listen({ host: "127.0.0.1", port: 0 }));
