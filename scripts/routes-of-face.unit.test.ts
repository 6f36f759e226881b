import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { routesOfFace } from "./routes-of-face.ts";

const root = mkdtempSync(join(tmpdir(), "treadle-face-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe("the routes of a face", () => {
  it("are those named where its entry leads, on demand too, and no others", () => {
    write(
      "web/face/main.tsx",
      `import { a } from "./a.ts"; import type { B } from "./types.ts"; void import("./late.ts"); a();`,
    );
    write("web/face/a.ts", `import "#web/shared/call.ts"; export const a = () => ask("showDeal", {});`);
    write("web/face/late.ts", `export const late = () => ask("addDeal", {});`);
    write("web/face/types.ts", `export type B = OutputOf<"listDeals">;`);
    write("web/face/beside.ts", `ask("moveDeal");`);
    write("web/shared/call.ts", `import { queriesOf } from "#web/shared/things.ts"; ask("whoAmI");`);
    write("web/shared/things.ts", `export const all = ["showDeal", "listTasks"];`);
    const names = ["listTasks", "listDeals", "showDeal", "moveDeal", "addDeal", "whoAmI"];
    expect(routesOfFace("web/face/main.tsx", names, root)).toEqual(["showDeal", "addDeal", "whoAmI"]);
  });
});
