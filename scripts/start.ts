// npm start: the whole product, with nothing set up before.
import { enableCompileCache } from "node:module";
import { join } from "node:path";

const neededNode = 24;
const node = process.versions.node;
if (Number.parseInt(node, 10) < neededNode) {
  console.error(
    `Treadle needs Node ${neededNode} or newer, and this is ${node}: run npm install, which brings one along on Linux and Windows, and start with npm start.`,
  );
  process.exit(1);
}

// Kept under node_modules, so that it goes with it; where that can't be written, Node does without.
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/compile"));

const { prepareWeb } = await import("./prepare-web.ts");
if (!(await prepareWeb())) process.exit(1);
const { runServer } = await import("#server/main.ts");
await runServer();
