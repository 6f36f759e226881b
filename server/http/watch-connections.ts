import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Lets a server close at once: connections with nothing in flight are ended, again and again, until the last
 * answer is out. Node's closeIdleConnections leaves those that have never sent a request, and browsers open some
 * in advance; each would hold the server for its keep-alive of 72 seconds. Returns what begins and what ends it.
 */
export function watchConnections(server: Server): { dropIdle(): void; stop(): void } {
  const sockets = new Set<Socket>();
  const inFlight = new Map<Socket, number>();
  let timer: NodeJS.Timeout | undefined;

  const remember = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  };
  // Over TLS a request's socket is the encrypted one.
  server.on("secureConnection", remember);
  server.on("connection", (socket: Socket) => {
    if (!("setSecureContext" in server)) remember(socket);
  });
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    inFlight.set(socket, (inFlight.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const left = (inFlight.get(socket) ?? 1) - 1;
      if (left === 0) inFlight.delete(socket);
      else inFlight.set(socket, left);
    });
  });

  function drop(): void {
    for (const socket of sockets) if (!inFlight.has(socket)) socket.destroySoon();
  }
  return {
    dropIdle() {
      drop();
      timer ??= setInterval(drop, 20);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
