import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildWebIfStale } from "./build-web.ts";
import { rootFolder } from "./run-tool.ts";

/** Makes sure that there are screens to serve. False, having said why, when there are none and can't be. */
export async function prepareWeb(): Promise<boolean> {
  const built = existsSync(join(rootFolder, "web/dist"));
  // A checkout without the tools (npm ci --omit=dev) serves what was built elsewhere.
  if (!existsSync(join(rootFolder, "node_modules/vite"))) {
    if (built) return true;
    console.error("The screens are not built and vite is not installed: run npm install, then npm start.");
    return false;
  }
  if (!existsSync(join(rootFolder, "web/vite.config.ts"))) {
    console.log("There is no web/vite.config.ts: starting without screens.");
    return true;
  }
  try {
    await buildWebIfStale();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}
