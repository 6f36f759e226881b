// A process that has the embedded database of a folder and can be killed: node hold-database.ts <DATA_DIR>
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { silentLog } from "#server/log.ts";

const database = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? "", log: silentLog });
process.on("SIGTERM", () => {
  void database.stop().then(() => process.exit(0));
});
console.log(JSON.stringify({ url: database.url, adopted: database.adopted }));
