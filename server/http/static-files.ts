import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

export const webFolder = fileURLToPath(new URL("../../web/dist", import.meta.url));

const year = 31_536_000;

/**
 * The built web: hashed files under /assets for good, everything else checked each time. An address without a
 * file is a screen: the floor's below /floor, the portal's below /portal, else the office's. The client's router reads it.
 */
export async function serveStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  // Read once: what is no file of the build is asked of no disk, and a route for each file would take as long to
  // make as all the others together.
  const files = readFiles(folder);
  const faces = ["floor", "portal"].filter((face) => files.has(`${face}/index.html`));
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    // The build leaves .br and .gz beside each file.
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const forGood = path.includes(`${folder}/assets/`);
      void reply.header("cache-control", forGood ? `public, max-age=${year}, immutable` : "no-cache");
    },
  });
  app.get("/*", (request, reply) => {
    const { "*": path } = request.params as { "*": string };
    if (files.has(path)) return reply.sendFile(path);
    if (path === "") return reply.sendFile("index.html");
    const face = faces.find((name) => path === name || path.startsWith(`${name}/`));
    if (face !== undefined) return reply.sendFile(`${face}/index.html`);
    // A missing script must not be answered with a page, and the API has answers of its own.
    if (/^(api|assets)\//.test(path) || !acceptsPages(request.headers.accept)) return reply.callNotFound();
    return reply.sendFile("index.html");
  });
}

/** As addresses name them: "assets/office.js". */
function readFiles(folder: string): ReadonlySet<string> {
  return new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")),
  );
}

const acceptsPages = (accept: string | undefined): boolean => accept?.includes("text/html") === true;
