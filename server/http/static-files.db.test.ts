import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FastifyInstance, fastify } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveStaticFiles } from "./static-files.ts";

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "treadle-static-"));
  for (const [path, content] of Object.entries({
    "index.html": "office",
    "floor/index.html": "floor",
    "floor/worker.js": "floor's worker",
    "assets/office.js": "script",
    "assets/office.js.br": "compressed",
  })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(`${folder}-outside`, "secret");
  app = fastify();
  app.get("/api/me", () => ({}));
  await serveStaticFiles(app, folder);
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
  rmSync(`${folder}-outside`);
});

const page = { accept: "text/html,*/*" };
async function get(url: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await app.inject({ url, headers });
  return answer.statusCode === 200 ? answer.body : String(answer.statusCode);
}

test("files are themselves, screens are the page of their face", async () => {
  expect(await get("/")).toBe("office");
  expect(await get("/index.html")).toBe("office");
  expect(await get("/assets/office.js?v=1")).toBe("script");
  expect(await get("/floor/worker.js")).toBe("floor's worker");
  expect(await get("/floor")).toBe("floor");
  expect(await get("/floor/runs/7")).toBe("floor");
  expect(await get("/w/bakery/deals?status=new", page)).toBe("office");
});

test("what is no screen is not answered with a page", async () => {
  expect(await get("/assets/gone.js", page)).toBe("404");
  expect(await get("/api/gone", page)).toBe("404");
  expect(await get("/favicon.ico")).toBe("404");
});

test("hashed files are kept for good and come compressed; pages are asked for each time", async () => {
  const script = await app.inject({ url: "/assets/office.js", headers: { "accept-encoding": "br" } });
  expect(script.headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "br",
  });
  expect((await app.inject({ url: "/" })).headers["cache-control"]).toBe("no-cache");
});

test("nothing outside the folder is served", async () => {
  const outside = `..${folder.slice(folder.lastIndexOf("/"))}-outside`;
  for (const path of [outside, encodeURIComponent(outside), `assets/../../${outside}`]) {
    expect(await get(`/${path}`)).toBe("404");
    expect(await get(`/${path}`, page)).not.toBe("secret");
  }
});
