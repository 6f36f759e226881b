import { sql } from "kysely";
import { type Decimal, decimal, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { StockFactData } from "../core/evolve-balance.ts";
import type { Movement, ValuationLine } from "../core/stock-state.ts";
import { partsColumn } from "./batch-rows.ts";
import { type MovementRow, movementOfRow } from "./stock-rows.ts";

/** One step of what a command did to stock, in the order in which it did it. */
export type StockStep = {
  readonly balanceId: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly movement: Movement | null;
  readonly valuation: ValuationLine | null;
};
export type StockOfCommand = {
  readonly steps: readonly StockStep[];
  /** by norm: how much its reservation changed, and whether the command closed it */
  readonly reservations: ReadonlyMap<Id, { readonly change: Decimal; readonly closed: boolean }>;
};

/** What a command did to stock, from the facts that it appended: an undo goes through it backwards. */
export async function stockOfCommand(tx: Tx, commandId: Id): Promise<StockOfCommand> {
  const facts = await tx.db
    .selectFrom("fact")
    .select(["thing_id", "data", "at"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("command_id", "=", commandId)
    .where("thing", "=", "balance")
    .orderBy("sequence")
    .execute();
  const ids = facts.flatMap((fact) => idOf(fact.data, "movementId") ?? []);
  const movements = new Map<Id, Movement>();
  if (ids.length > 0) {
    const { rows } = await sql<MovementRow>`
      select m.*, ${partsColumn} from movement m
      where m.workspace_id = ${tx.workspaceId} and m.id = any(${ids}::uuid[])`.execute(tx.db);
    for (const row of rows) movements.set(row.id, movementOfRow(row));
  }
  const reservations = new Map<Id, { change: Decimal; closed: boolean }>();
  const steps = facts.map((fact): StockStep => {
    const data = fact.data as unknown as StockFactData;
    for (const change of data.reservations) {
      const sofar = reservations.get(change.normId);
      reservations.set(change.normId, {
        change: (sofar?.change ?? zero).plus(change.quantity),
        closed: sofar?.closed === true || change.closed === true,
      });
    }
    const movementId = idOf(fact.data, "movementId");
    return {
      balanceId: fact.thing_id,
      variantId: data.variantId,
      warehouseId: data.warehouseId,
      movement: movementId === null ? null : (movements.get(movementId) ?? null),
      valuation: valuationOf(fact.thing_id, fact.data, movementId, fact.at),
    };
  });
  return { steps, reservations };
}

/** The line that a fact brought along: worth that left the balance, or the difference of a captured price. */
function valuationOf(balanceId: Id, data: unknown, movementId: Id | null, at: Date): ValuationLine | null {
  const { revalued, difference } = data as { revalued?: string; difference?: string };
  if (typeof difference === "string") {
    const amount = decimal(difference);
    const runId = idOf(data, "runId");
    return { id: "", balanceId, movementId: null, runId, amount, reason: "captured_price", at };
  }
  if (typeof revalued !== "string" || decimal(revalued).eq(0)) return null;
  return {
    id: "",
    balanceId,
    movementId,
    runId: null,
    amount: decimal(revalued),
    reason: "receipt_below_zero",
    at,
  };
}

function idOf(data: unknown, key: string): Id | null {
  const value = (data as Record<string, unknown>)[key];
  return typeof value === "string" ? value : null;
}
