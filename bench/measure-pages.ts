import type { BenchRow } from "./main.ts";
import { oneByOne, perSecond } from "./measure.ts";
import type { BenchWorld } from "./world.ts";

/**
 * The pages that are asked for all day, at the orders that the commands' bench has left (more than 10,000), with the
 * statistics that a database has which was not filled a minute ago.
 */
export async function measurePages(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  await world.database.pool.query("vacuum analyze");
  const pages = [
    { id: "page.board", path: "/orders/board", browsers: world.supervisors },
    { id: "page.list", path: "/orders?limit=50", browsers: world.supervisors },
    { id: "page.myStages", path: "/my-stages", browsers: world.operators },
  ];
  for (const { id, path, browsers } of pages) {
    const [browser] = browsers;
    if (browser === undefined) throw new Error("Nobody to ask");
    await oneByOne(20, () => browser.get(path));
    const times = await oneByOne(200, () => browser.get(path));
    add({ id: `${id}.p50`, figure: times.at(0.5), unit: "ms", floor: null, ratio: null });
    const rate = await perSecond(8, 5, (client) => (browsers[client] ?? browser).get(path));
    add({ id: `${id}.rate@8`, figure: rate, unit: "/s", floor: null, ratio: null });
  }
}
