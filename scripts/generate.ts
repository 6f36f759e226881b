// npm run generate: everything that is made from other files and committed, so that reviews see what changes.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { compileTexts } from "./compile-texts.ts";
import { generateDatabaseTypes } from "./generate-database-types.ts";
import { rootFolder, runScript } from "./run-tool.ts";

console.log("web/texts/compiled, from the texts");
compileTexts();

console.log("db/types.ts, from the migrations");
await generateDatabaseTypes();

const routesGenerator = join(rootFolder, "scripts/generate-routes.ts");
if (existsSync(routesGenerator)) {
  console.log("OpenAPI and the map of routes, from the contracts");
  process.exitCode = await runScript(routesGenerator, []);
}
