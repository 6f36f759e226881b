// Writes db/types.ts from a freshly migrated throw-away database.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate } from "#server/database/migrate.ts";
import { startThrowAwayCluster } from "#server/database/throw-away-cluster.ts";
import { rootFolder, toolPath } from "./run-tool.ts";

export const databaseTypesFile = join(rootFolder, "db/types.ts");

// What the parsers of server/database/pool.ts make of these types; the two have to change together.
const typeMapping = {
  numeric: "ColumnType<Big, Big | string, Big | string>",
  int8: "number",
  date: "string",
};
// kysely-codegen imports only what stands alone as a column's type, so this line is ours to add.
const kyselyImport = 'import type { ColumnType } from "kysely";\n';
const bigImport = 'import type Big from "big.js";\n';

/** The text of db/types.ts for the migrated database at `url`. Throws what kysely-codegen says. */
export function renderDatabaseTypes(url: string): string {
  const text = execFileSync(
    process.execPath,
    [
      toolPath("kysely-codegen", "kysely-codegen"),
      "--dialect=postgres",
      `--url=${url}`,
      "--default-schema=public",
      `--type-mapping=${JSON.stringify(typeMapping)}`,
      // Known to the migrator alone.
      "--exclude-pattern=migration",
      "--log-level=error",
      "--print",
    ],
    { cwd: rootFolder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const start = text.indexOf("/**");
  if (start === -1 || !text.includes("export interface DB")) throw new Error("kysely-codegen wrote no types");
  if (!text.includes(kyselyImport)) throw new Error("kysely-codegen writes its import in another way now");
  return `${text.slice(start).trimEnd()}\n`.replace(kyselyImport, `${bigImport}${kyselyImport}`);
}

export async function generateDatabaseTypes(): Promise<void> {
  const cluster = await startThrowAwayCluster();
  try {
    const url = cluster.url("postgres");
    await migrate(url);
    writeFileSync(databaseTypesFile, renderDatabaseTypes(url));
  } finally {
    await cluster.stop();
  }
}

if (import.meta.main) await generateDatabaseTypes();
