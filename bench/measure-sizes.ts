import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BenchRow } from "./main.ts";

/** First loads: what the page names and what that imports without being asked, gzip, in kB of 1000 bytes. */
const folder = join(import.meta.dirname, "../web/dist");

export function measureSizes(add: (row: BenchRow) => void): void {
  for (const [id, page] of [
    ["size.office", "index.html"],
    ["size.floor", "floor/index.html"],
  ] as const) {
    if (!existsSync(join(folder, page))) throw new Error("The web is not built: npm run build");
    const { script, style } = firstLoad(page);
    add({ id: `${id}.js`, figure: script / 1000, unit: "kB", floor: null, ratio: null });
    add({ id: `${id}.css`, figure: style / 1000, unit: "kB", floor: null, ratio: null });
  }
}

/** Bytes after gzip of all scripts and styles that a page loads before anyone taps. */
export function firstLoad(page: string): { script: number; style: number } {
  const html = readFileSync(join(folder, page), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/?(assets\/[^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? "",
  );
  const seen = new Set<string>();
  const queue = [...named];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!file.endsWith(".js")) continue;
    // Static imports alone: what is imported on demand is not part of the first load.
    const text = readFileSync(join(folder, file), "utf8");
    for (const match of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      queue.push(`assets/${match[1]}`);
  }
  const bytes = (ending: string): number =>
    [...seen]
      .filter((file) => file.endsWith(ending))
      .reduce((total, file) => total + gzipSync(readFileSync(join(folder, file))).length, 0);
  return { script: bytes(".js"), style: bytes(".css") };
}
