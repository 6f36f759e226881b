import { request } from "node:http";
import type { Id } from "#kernel/id.ts";
import type { BenchRow } from "./main.ts";
import { timesOf } from "./measure.ts";
import type { BenchWorld } from "./world.ts";

const listeners = 200;
const taps = 60;

/** From the answer of a command to the event on other screens, with 200 of them listening. */
export async function measureTapToScreen(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  const heard = new Map<Id, number[]>();
  const streams = await Promise.all(Array.from({ length: listeners }, () => listen(world, heard)));
  const after: number[] = [];
  for (let tap = 0; tap < taps; tap += 1) {
    const began = performance.now();
    const order = { variantId: world.products[tap % world.products.length]?.variantId, quantity: 1 };
    const { orderId } = await world.supervisor.post<{ orderId: Id }>("/orders/create", order);
    const answered = performance.now() - began;
    const until = performance.now() + 2_000;
    while ((heard.get(orderId)?.length ?? 0) < listeners && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const times = heard.get(orderId) ?? [];
    if (times.length < listeners)
      throw new Error(`Only ${times.length} of ${listeners} screens heard of a tap`);
    after.push(...times.map((time) => Math.max(0, time - began - answered)));
  }
  for (const end of streams) end();
  const times = timesOf(after);
  add({ id: `tap.toScreen@${listeners}.p50`, figure: times.at(0.5), unit: "ms", floor: null, ratio: null });
  add({ id: `tap.toScreen@${listeners}.p95`, figure: times.at(0.95), unit: "ms", floor: null, ratio: null });
}

function listen(world: BenchWorld, heard: Map<Id, number[]>): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(`/api/w/${world.created.slug}/events`, world.address),
      { headers: { cookie: world.supervisor.cookie, accept: "text/event-stream" } },
      (response) => {
        if (response.statusCode !== 200)
          return reject(new Error(`The event stream answered ${response.statusCode}`));
        const seen = new Set<Id>();
        response.on("data", (chunk: Buffer) => {
          const now = performance.now();
          for (const match of chunk.toString().matchAll(/"id":"([0-9a-f-]{36})","thing":"order"/g)) {
            const id = match[1];
            if (id === undefined || seen.has(id)) continue;
            seen.add(id);
            const times = heard.get(id) ?? [];
            times.push(now);
            heard.set(id, times);
          }
        });
        resolve(() => sent.destroy());
      },
    );
    sent.on("error", () => {});
    sent.end();
  });
}
