import { decimal, roundQuantity, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { PageSkeleton } from "#web/shared/states.tsx";
import { nameOfMaterial } from "../material-name.ts";
import { useTexts } from "../texts.ts";
import type { Order, StageRun } from "../order-types.ts";

type Material = OutputOf<"showOrderMaterials">["rows"][number];
/** By norm, only what was typed over. */
export type TypedMaterials = Readonly<Record<string, string>>;

type Props = {
  readonly order: Order;
  readonly pending: boolean;
  readonly rows: readonly Material[];
  /** The runs that are finished together. */
  readonly runs: readonly StageRun[];
  readonly typed: TypedMaterials;
  readonly onChange: (typed: TypedMaterials) => void;
  readonly refusal: Refused | undefined;
};

/** What was really used: the norm stands there, and what is typed over it counts. */
export function MaterialFields({ order, pending, rows, runs, typed, onChange, refusal }: Props) {
  const { t, quantity } = useTexts();
  if (pending) return <PageSkeleton lines={2} />;
  const sent = usagesOf(rows, typed);
  return rows.map((row) => (
    <NumberField
      key={row.normId}
      label={nameOfMaterial(row)}
      description={t("order.normIs", { amount: quantity(row.norm, row.unit) })}
      value={typed[row.normId] ?? offered(row, order, runs)}
      onChange={(amount) => onChange({ ...typed, [row.normId]: amount })}
      rightSection={<span className="soft">{t(`unit.${row.unit}`)}</span>}
      error={faultAt(refusal, `materials.${sent.findIndex((line) => line.normId === row.normId)}.quantity`)}
    />
  ));
}

/** Only what was typed over is sent: the rest the server knows better, to the last place. */
export function usagesOf(
  rows: readonly Material[],
  typed: TypedMaterials,
): { normId: string; quantity: string }[] {
  return rows.flatMap((row) => {
    const amount = typed[row.normId];
    return amount === undefined || amount === "" ? [] : [{ normId: row.normId, quantity: amount }];
  });
}

/** What the server takes unless something is typed: what has left already, else the units' share of the norm. */
function offered(row: Material, order: Order, runs: readonly StageRun[]): string {
  const cycle = Math.max(0, ...runs.map((run) => run.cycle));
  if (order.batchMode === "whole" && cycle === 0 && decimal(row.consumed).gt(0)) return row.consumed;
  if (cycle > 0) return "0";
  const units = runs.reduce((sum, run) => sum + run.units, 0);
  if (units >= order.ordered) return row.norm;
  return text(roundQuantity(decimal(row.norm).times(units).div(order.ordered)));
}
