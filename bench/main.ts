import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { measureBoardScreen } from "./measure-board-screen.ts";
import { measureCommands } from "./measure-commands.ts";
import { measureFloorScreen } from "./measure-floor-screen.ts";
import { measureLarge } from "./measure-large.ts";
import { measureModes } from "./measure-modes.ts";
import { measurePages } from "./measure-pages.ts";
import { measureSizes } from "./measure-sizes.ts";
import { measureStock } from "./measure-stock.ts";
import { measureTapToScreen } from "./measure-tap-to-screen.ts";
import { openBenchWorld } from "./world.ts";

/**
 * `npm run bench [only…]`: measures, prints a table and saves it. A figure is a share of what this machine can
 * do (`floor`: the same work by hand, see bench/floor); times are reported and never asserted.
 */
export type BenchRow = {
  readonly id: string;
  readonly figure: number;
  readonly unit: string;
  readonly floor: number | null;
  /** figure ÷ floor for rates, floor ÷ figure for times: 1 is the floor itself, more is better */
  readonly ratio: number | null;
};

const wanted = process.argv.slice(2);
const want = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const rows: BenchRow[] = [];
const add = (row: BenchRow): void => {
  rows.push(row);
  const floor = row.floor === null ? "" : row.floor.toFixed(2);
  const ratio = row.ratio === null ? "" : row.ratio.toFixed(2);
  console.log(
    `${row.id.padEnd(44)} ${row.figure.toFixed(2).padStart(10)} ${row.unit.padEnd(6)} ${floor.padStart(10)} ${ratio.padStart(6)}`,
  );
};

console.log(
  `${"figure".padEnd(44)} ${"".padStart(10)} ${"".padEnd(6)} ${"floor".padStart(10)} ${"ratio".padStart(6)}`,
);
if (want("sizes")) measureSizes(add);
// "large.board.by" measures those whose names begin so.
const someOfLarge = wanted.find((name) => name.startsWith("large."));
if (want("large") || someOfLarge !== undefined) await measureLarge(add, someOfLarge);
if (want("screen")) await measureBoardScreen(add);
if (["commands", "floor", "modes", "pages", "screen", "stock", "tap"].some(want)) {
  const world = await openBenchWorld();
  try {
    if (want("commands") || want("pages")) await measureCommands(world, add);
    if (want("modes")) await measureModes(world, add);
    if (want("pages")) await measurePages(world, add);
    if (want("stock")) await measureStock(world, add);
    // `npm run bench floor` is the floor's part of `npm run bench screen`.
    if (want("screen") || want("floor")) await measureFloorScreen(world, add);
    if (want("tap")) await measureTapToScreen(world, add);
  } finally {
    await world.stop();
  }
}

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const at = new Date().toISOString();
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
const folder = join(import.meta.dirname, "results");
mkdirSync(folder, { recursive: true });
const file = join(folder, "latest.json");
// A run of some figures leaves the others as they were, each with the commit that it was measured at.
const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BenchRow[]) : [];
const measured = rows.map((row) => ({ ...row, commit, at, machine }));
const others = kept.filter((row) => measured.every((now) => now.id !== row.id));
writeFileSync(
  file,
  `${JSON.stringify(
    [...others, ...measured].sort((a, b) => (a.id < b.id ? -1 : 1)),
    null,
    2,
  )}\n`,
);
