// The whole product, with nothing set up before; npm start comes here by start.mjs.
import { prepareWeb } from "./prepare-web.ts";

if (!(await prepareWeb())) process.exit(1);
const { runServer } = await import("#server/main.ts");
await runServer();
