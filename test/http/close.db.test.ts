import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openHttpWorld } from "./http-world.ts";

test("closing answers what is in flight, ends streams, and waits for nobody's idle connection", async () => {
  const world = await openHttpWorld({ withJobs: true });
  const { members, slug } = await world.addWorkspace("closing");
  const address = await world.app.listen({ host: "127.0.0.1", port: 0 });
  const headers = { cookie: members.owner.cookie };
  const ask = (): Promise<Response> => fetch(`${address}/api/w/${slug}/items`, { headers });
  // Connections that stay open after their answer, as browsers' do.
  await Promise.all(Array.from({ length: 10 }, async () => (await ask()).json()));
  // One that has sent nothing yet: browsers open some in advance.
  const { hostname, port } = new URL(address);
  const silent = connect(Number(port), hostname).on("error", () => {});
  const stream = await fetch(`${address}/api/w/${slug}/events`, { headers });
  const ended = stream.text();

  // Held by a lock that lets go while the server is closing.
  const holder = await world.database.pool.connect();
  await holder.query("begin; lock table item in access exclusive mode");
  const inFlight = ask();
  await sleep(100);
  const began = performance.now();
  const closing = world.app.close();
  await sleep(200);
  await holder.query("rollback");
  holder.release();
  expect((await inFlight).status).toBe(200);
  expect(await ended).toContain("event: position");
  await closing;
  expect(performance.now() - began).toBeLessThan(10_000);
  await expect(ask()).rejects.toThrow("fetch failed");
  silent.destroy();
  await world.database.drop();
});
