// Writes the plans of the pages that are asked for all day, at 100,000 orders, as docs/plans/*.md:
// `node bench/print-plans.ts [name…]`. With BENCH_FILLED=<folder> the databases are kept for the next time.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escapeLiteral, type PoolClient } from "pg";
import { type Filled, filledWorkspace, large, openFilled, small } from "./filled-database.ts";
import { largePages } from "./measure-large.ts";

const folder = join(import.meta.dirname, "../docs/plans");
const wanted = process.argv.slice(2);
/** The wall around the workspace stands in every part of every plan. */
const noise =
  /Index Searches|Buckets:|Storage:|Sort Method|Window:|One-Time Filter: \(+NULLIF\(current_setting|Batches:|^JIT|never executed/;

type Asked = { readonly text: string; readonly values: readonly unknown[] };
type Planned = { readonly question: string; readonly plan: readonly string[] };

const [few, many] = [await openFilled(small), await openFilled(large)];
mkdirSync(folder, { recursive: true });
const table: string[] = [];
for (const [id, page] of Object.entries(largePages())) {
  if (wanted.length > 0 && !wanted.some((name) => id.startsWith(name))) continue;
  const plansIn = async (filled: Filled): Promise<Planned[]> => {
    const asked: Asked[] = [];
    const hear = (one: Asked): number => asked.push(one);
    await page({
      ...filled,
      see: (route, view, input, options) => filled.see(route, view, input, { ...options, hear }),
    });
    const client = await filled.pool.connect();
    const plans: Planned[] = [];
    for (const one of asked) plans.push(await planOf(client, one));
    client.release();
    return plans;
  };
  const name = id.replace("large.", "");
  const [ofFew, ofMany] = [await plansIn(few), await plansIn(many)];
  table.push(`| [${name}](${name}.md) | ${ofMany.length} | ${rowsRead(ofMany)} | ${rowsRead(ofFew)} |`);
  writeFileSync(join(folder, `${name}.md`), `# ${id}\n\n${ofMany.map(wordsOf).join("\n")}`);
}
if (wanted.length === 0) {
  writeFileSync(
    join(folder, "README.md"),
    `# Plans

What the database does for the pages that are asked for all day, at 100,000 orders of which 20,000 are open
(bench/fill-orders.sql), and how many rows it reads for a page: of tables and indexes, also those that a filter then drops;
beside it, at 1,000 orders of which 200 are open, in the same shares: where fewer rows are read at 100,000, an index is
taken that the planner finds not worth while for so few. Written by \`node bench/print-plans.ts\`; times are in bench/results.

| page | statements | rows read | at 1,000 orders |
| --- | ---: | ---: | ---: |
${table.join("\n")}
`,
  );
}
await few.close();
await many.close();

/** As the app runs it: as its role, under row-level security, prepared, and planned once for all values. */
async function planOf(client: PoolClient, { text, values }: Asked): Promise<Planned> {
  await client.query(
    `begin read only; set local role treadle_app; set local treadle.workspace_id = '${filledWorkspace}';
     set local jit = off; set local plan_cache_mode = force_generic_plan`,
  );
  // The plan for all values is that of a prepared statement; with the values in it, another would be printed.
  await client.query(`prepare printed as ${text}`);
  const literals = values.map((value) => (Array.isArray(value) ? arrayOf(value) : literalOf(value)));
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    `explain (analyze, costs off, buffers off, timing off, summary off) execute printed(${literals.join(", ")})`,
  );
  await client.query("deallocate printed");
  await client.query("rollback");
  return { question: text.replaceAll(/\s+/g, " ").trim(), plan: rows.map((row) => row["QUERY PLAN"]) };
}

function rowsRead(plans: readonly Planned[]): string {
  let read = 0;
  let loops = 1;
  for (const line of plans.flatMap(({ plan }) => plan)) {
    const ran = /\(actual rows=([\d.]+) loops=(\d+)\)/.exec(line);
    if (ran !== null) loops = Number(ran[2]);
    if (ran !== null && / Scan (using|on|Backward)/.test(line) && !/(Subquery|Function|CTE) Scan/.test(line))
      read += Number(ran[1]) * loops;
    const dropped = /Rows Removed by Filter: (\d+)/.exec(line);
    if (dropped !== null) read += Number(dropped[1]) * loops;
  }
  return Math.round(read).toLocaleString("en");
}

function wordsOf({ question, plan }: Planned, place: number): string {
  const lines = plan
    .filter((line) => !noise.test(line))
    // Deep ones run out of any screen.
    .map((line) => line.replace(/^ +/, (indent) => " ".repeat(indent.length / 3)));
  return `## Statement ${place + 1}\n\n\`\`\`sql\n${question}\n\`\`\`\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`;
}

function literalOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Date) return escapeLiteral(value.toISOString());
  if (typeof value === "string") return escapeLiteral(value);
  if (typeof value === "number" || typeof value === "boolean") return escapeLiteral(String(value));
  throw new TypeError("Such a value is not asked for by any page");
}

function arrayOf(values: readonly unknown[]): string {
  return escapeLiteral(`{${values.map((value) => JSON.stringify(String(value))).join(",")}}`);
}
