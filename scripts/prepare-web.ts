import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { buildWebIfStale, isWebFresh } from "./build-web.ts";
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
  if (isWebFresh()) return true;
  if (!mayBuild()) {
    // Somebody else's checkout: what they built is served, as old as it is.
    if (built) return true;
    console.error(
      "The screens are not built and this user may not write here: run npm run build as the owner.",
    );
    return false;
  }
  try {
    await buildWebIfStale();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

function mayBuild(): boolean {
  try {
    for (const folder of [rootFolder, join(rootFolder, "web")]) accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
