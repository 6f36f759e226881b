import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply } from "fastify";

export const webFolder = fileURLToPath(new URL("../../web/dist", import.meta.url));

const year = 31_536_000;

/**
 * The built web: hashed files under /assets for good, everything else checked each time. An address without a
 * file is a screen: the floor's below /floor, the portal's below /portal, else the office's. The client's router reads it.
 */
export async function serveStaticFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    // The build leaves .br and .gz beside each file.
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      const forGood = path.includes(`${folder}/assets/`);
      void reply.header("cache-control", forGood ? `public, max-age=${year}, immutable` : "no-cache");
    },
  });
  for (const face of ["floor", "portal"]) {
    if (!existsSync(join(folder, face, "index.html"))) continue;
    const show = (_: unknown, reply: FastifyReply): FastifyReply => reply.sendFile(`${face}/index.html`);
    app.get(`/${face}`, show);
    app.get(`/${face}/*`, show);
  }
  app.get("/", (_, reply) => reply.sendFile("index.html"));
  app.get("/*", (request, reply) => {
    // A missing script must not be answered with a page, and the API has answers of its own.
    if (/^\/(api|assets)\//.test(request.url) || !acceptsPages(request.headers.accept))
      return reply.callNotFound();
    return reply.sendFile("index.html");
  });
}

const acceptsPages = (accept: string | undefined): boolean => accept?.includes("text/html") === true;
