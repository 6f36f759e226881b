// npm start with a server of two routes, so that a test sees only what signals do: node serve-stub.ts
import { setTimeout as sleep } from "node:timers/promises";
import { fastify } from "fastify";
import { type BuildServer, runServer } from "#server/main.ts";

const buildServer: BuildServer = async ({ pool }) => {
  const app = fastify();
  app.get("/", async () => "here");
  app.get("/slow", async () => {
    await sleep(700);
    await pool.query("create table if not exists public.kept as select 1 as x");
    return "done";
  });
  return { app };
};

await runServer(async () => ({ buildServer }));
