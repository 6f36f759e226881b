import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { actionOfFound, foundKinds } from "../contract/kinds.ts";
import type { searchRoutes } from "../contract/routes.ts";
import { rankFound } from "../core/rank-found.ts";
import { finders, wishOf } from "./finders.ts";

type Route = typeof searchRoutes.searchEverything;

/**
 * A kind that the viewer may not see is not asked for. The statements of the others travel together; each is bounded
 * by itself (finders.ts says by what), so that the answer takes as long in a large workspace as in a small one.
 */
export async function searchEverything(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wish = wishOf(input.words);
  const asked = foundKinds.filter((kind) => viewer.may(actionOfFound[kind]));
  const found = await Promise.all(asked.map((kind) => finders[kind](tx, wish)));
  const ranked = rankFound(found.flat(), input.words);
  return ok({ found: ranked.map(({ codes: _, ...row }) => row) });
}
