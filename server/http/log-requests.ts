import type { FastifyInstance } from "fastify";
import type { Log } from "#server/log.ts";
import { carriedBy } from "./answer.ts";

/** One line a request of the API: ids, codes and times, never bodies, addresses with values in them, or names. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route?.startsWith("/api/") === true) {
      const { asker, commandId, refusalCode } = carriedBy(request);
      log.info(
        {
          requestId: request.id,
          ...(commandId === null ? {} : { commandId }),
          ...(asker === null ? {} : { workspaceId: asker.workspaceId }),
          method: request.method,
          route,
          status: reply.statusCode,
          ...(refusalCode === null ? {} : { refusal: refusalCode }),
          milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        },
        "Answered",
      );
    }
    done();
  });
}
