import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import { BestBefore } from "./best-before.tsx";
import style from "./batches.module.css";

type Trace = OutputOf<"traceBatch">;
type Direction = "forward" | "backward";
type Props = { readonly workspace: string; readonly batchId: string; readonly direction: Direction };

/** A tree of batches, orders and deals, each opening its card; what was met above is not unfolded again. */
export function BatchTrace({ workspace, batchId, direction }: Props) {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("traceBatch", { batchId, direction });
  return (
    <section className={`plate ${style.trace}`} aria-labelledby={`trace-${direction}`}>
      <h2 id={`trace-${direction}`}>{t(`batch.${direction}`)}</h2>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined && refusal === undefined && <PageSkeleton lines={3} />}
      {data !== undefined && (
        <>
          <Branches
            trace={data}
            batchId={batchId}
            workspace={workspace}
            direction={direction}
            met={new Set([batchId])}
            first
          />
          {data.cut && <p className="soft">{t("batch.cut")}</p>}
        </>
      )}
    </section>
  );
}

type BranchProps = Props & {
  readonly trace: Trace;
  readonly met: ReadonlySet<string>;
  readonly first?: boolean;
};

function Branches(props: BranchProps) {
  return props.direction === "forward" ? <WentInto {...props} /> : <CameFrom {...props} />;
}

function WentInto(props: BranchProps) {
  const { trace, batchId, workspace, first = false } = props;
  const { t, quantity } = useTexts();
  const unit = trace.batches.find((batch) => batch.id === batchId)?.unit ?? "pcs";
  const used = trace.used.filter((row) => row.batchId === batchId);
  const shipped = trace.shipped.filter((row) => row.batchId === batchId);
  if (used.length === 0 && shipped.length === 0) {
    return first ? <p className="soft">{t("batch.forwardNothing")}</p> : null;
  }
  return (
    <ul className={style.tree}>
      {used.map((row) => (
        <li key={row.orderId}>
          <OrderNode workspace={workspace} row={row} unit={unit} />
          <BatchNodes
            {...props}
            edges={trace.made.filter((edge) => edge.orderId === row.orderId)}
            word="batch.madeAmount"
          />
        </li>
      ))}
      {shipped.map((row) => (
        <li key={row.dealId} className={style.node}>
          <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: row.dealId }}>
            {t("batch.deal", { number: row.dealNumber })}
          </Link>
          {row.dealTitle !== null && <span>{row.dealTitle}</span>}
          {row.customer !== null && <strong>{row.customer}</strong>}
          <span className="soft">{t("batch.dealAmount", { amount: quantity(row.quantity, unit) })}</span>
        </li>
      ))}
    </ul>
  );
}

function CameFrom(props: BranchProps) {
  const { trace, batchId, workspace, first = false } = props;
  const { t } = useTexts();
  const batch = trace.batches.find((row) => row.id === batchId);
  if (batch === undefined) return null;
  if (batch.orderId === null || batch.orderNumber === null) {
    return (
      <p className={first ? "soft" : style.line}>
        {batch.supplier === "" ? t("batch.backwardUnknown") : t("batch.backwardBought", batch)}
      </p>
    );
  }
  const edges = trace.used.filter((row) => row.orderId === batch.orderId);
  const [one] = edges;
  return (
    <ul className={style.tree}>
      <li>
        <div className={style.node}>
          <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: batch.orderId }}>
            {t("batch.made", { number: batch.orderNumber })}
          </Link>
        </div>
        {one === undefined && <p className="soft">{t("batch.backwardNothing")}</p>}
        <BatchNodes {...props} edges={edges} word="batch.usedAmount" />
      </li>
    </ul>
  );
}

function BatchNodes(
  props: BranchProps & {
    readonly edges: readonly { readonly batchId: string; readonly quantity: string }[];
    readonly word: "batch.madeAmount" | "batch.usedAmount";
  },
) {
  const { edges, word, trace, workspace, met } = props;
  const { t, quantity } = useTexts();
  return (
    <ul>
      {edges.map((edge) => {
        const batch = trace.batches.find((row) => row.id === edge.batchId);
        if (batch === undefined) return null;
        return (
          <li key={edge.batchId}>
            <div className={style.node}>
              <Link to="/w/$workspace/batches/$batchId" params={{ workspace, batchId: batch.id }}>
                {t("batch.title", batch)}
              </Link>
              <span>{nameOfVariant(batch.itemName, batch.variantName)}</span>
              <span className="soft">
                {t(word, { amount: quantity(edge.quantity, batch.unit) })}
                {batch.onHand !== "0" &&
                  `, ${t("batch.leftOf", { amount: quantity(batch.onHand, batch.unit) })}`}
              </span>
              {batch.state !== "good" && <BestBefore day={batch.bestBefore} state={batch.state} />}
            </div>
            {met.has(batch.id) ? (
              <p className="soft">{t("batch.again")}</p>
            ) : (
              <Branches {...props} first={false} batchId={batch.id} met={new Set([...met, batch.id])} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function OrderNode(props: {
  readonly workspace: string;
  readonly row: Trace["used"][number];
  readonly unit: Trace["batches"][number]["unit"];
}) {
  const { workspace, row, unit } = props;
  const { t, quantity } = useTexts();
  return (
    <div className={style.node}>
      <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: row.orderId }}>
        {t("batch.usedBy", {
          number: row.orderNumber,
          what: nameOfVariant(row.itemName, row.variantName),
        })}
      </Link>
      <span className="soft">{t("batch.usedAmount", { amount: quantity(row.quantity, unit) })}</span>
      {(row.lots.length > 1 || row.lots[0] !== "1") && (
        <span className="soft">
          {t("batch.usedLots", { count: row.lots.length, lots: row.lots.slice(0, 12).join(", ") })}
        </span>
      )}
    </div>
  );
}
