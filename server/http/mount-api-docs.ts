import { createRequire } from "node:module";
import type { FastifyInstance } from "fastify";
import { writeApiDocsPage } from "./api-docs-page.ts";
import { writeOpenApi } from "./write-openapi.ts";

/** The description of the API for programs and for people; made when first asked for, then kept. */
export function mountApiDocs(app: FastifyInstance): void {
  let openApi: Record<string, unknown> | undefined;
  let page: string | undefined;
  const describe = (): Record<string, unknown> => (openApi ??= writeOpenApi(readVersion()));

  app.get("/api/openapi.json", () => describe());
  app.get("/api/docs", (_, reply) => {
    page ??= writeApiDocsPage(describe());
    return reply.type("text/html; charset=utf-8").send(page);
  });
}

function readVersion(): string {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  return version;
}
