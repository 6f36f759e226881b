import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { readCorrections } from "./correction-rows.ts";

type Route = typeof productionRoutes.listCorrections;

/** What waits for whoever decides, the longest waiting first. */
export async function listCorrections(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let after = sql`true`;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "iu");
    if (!cursor.ok) return cursor;
    after = sql`(c.proposed_at, c.id) > (${cursor.value[0]}::timestamptz, ${cursor.value[1]}::uuid)`;
  }
  const { rows, keys } = await readCorrections(
    tx,
    {
      where: sql`c.state = 'proposed' and ${after}`,
      order: sql`c.proposed_at, c.id`,
      limit: input.limit + 1,
    },
    viewer,
  );
  const last = rows.length > input.limit ? keys[input.limit - 1] : undefined;
  return ok({
    rows: rows.slice(0, input.limit),
    next: last === undefined ? null : encodeCursor([last[0].toISOString(), last[1]]),
  });
}
