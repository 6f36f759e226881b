// npm start. JavaScript, so that an older Node can read it and say what it needs, and so that Node's own reader
// of TypeScript, 60 ms and 23 MB, stays unloaded where the compile cache has all the rest. The young generation is
// kept small in package.json (--max-semi-space-size=8): 15 MB less at rest, 100 MB less under load, no slower.
import module from "node:module";
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
module.enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/compile"));
await import("./start.ts");
