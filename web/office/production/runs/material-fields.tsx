import { Fragment } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { BatchSelect } from "#web/shared/batches/batch-select.tsx";
import type { ChosenBatch } from "#web/shared/batches/chosen-batch.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { nameOfMaterial } from "../material-name.ts";
import { useTexts } from "../texts.ts";
import type { OrderStage, StageRun } from "../order-types.ts";

type Material = OutputOf<"showOrderMaterials">["rows"][number];
/** By norm, only what was typed over. */
export type TypedMaterials = Readonly<Record<string, string>>;

/** With what stood in the field when it was chosen: what is typed afterwards counts over it. */
export type ChosenUse = Readonly<Record<string, ChosenBatch & { readonly used: string }>>;

type Props = {
  readonly stage: OrderStage;
  readonly pending: boolean;
  readonly rows: readonly Material[];
  /** The runs that are finished together. */
  readonly runs: readonly StageRun[];
  readonly typed: TypedMaterials;
  readonly onChange: (typed: TypedMaterials) => void;
  readonly batches: ChosenUse;
  readonly onBatches: (batches: ChosenUse) => void;
  readonly refusal: Refused | undefined;
};

/** What was really used: the norm stands there, and what is typed over it counts. */
export function MaterialFields({
  stage,
  pending,
  rows,
  runs,
  typed,
  onChange,
  batches,
  onBatches,
  refusal,
}: Props) {
  const { t, quantity } = useTexts();
  const offers = useRoute(
    "showRunMaterials",
    { runIds: runs.map((run) => run.id) },
    { enabled: rows.length > 0 && runs.length > 0, keepPrevious: true },
  );
  if (pending || (offers.data === undefined && offers.fetching)) return <PageSkeleton lines={2} />;
  const sent = usagesOf(rows, typed);
  const offerOf = new Map(offers.data?.rows.map((row) => [row.normId, row]));
  // Another variant than these units take is not asked for.
  const asked = offers.data === undefined ? rows : rows.filter((row) => offerOf.has(row.normId));
  const offered = (row: Material): string => {
    const offer = offerOf.get(row.normId);
    return (stage.consumption === "at_start" ? offer?.consumed : offer?.norm) ?? "";
  };
  const [first] = runs;
  return asked.map((row) => (
    <Fragment key={row.normId}>
      <NumberField
        label={nameOfMaterial(row)}
        description={t("order.normIs", {
          amount: quantity(offerOf.get(row.normId)?.norm ?? row.norm, row.unit),
        })}
        value={typed[row.normId] ?? offered(row)}
        onChange={(amount) => onChange({ ...typed, [row.normId]: amount })}
        rightSection={<span className="soft">{t(`unit.${row.unit}`)}</span>}
        error={faultAt(refusal, `materials.${sent.findIndex((line) => line.normId === row.normId)}.quantity`)}
      />
      {first !== undefined && (
        <BatchSelect
          runId={first.id}
          normId={row.normId}
          what={nameOfMaterial(row)}
          used={typed[row.normId] ?? offered(row)}
          chosen={batches[row.normId]}
          onChoose={(chosen) => {
            const { [row.normId]: _, ...others } = batches;
            const used = typed[row.normId] ?? offered(row);
            onBatches(chosen === undefined ? others : { ...others, [row.normId]: { ...chosen, used } });
          }}
        />
      )}
    </Fragment>
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
