import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { useTexts } from "../texts.ts";
import { Mark } from "../mark.tsx";
import type { Defect, Order } from "../order-types.ts";
import { Photos } from "../photos.tsx";
import { loopsOf } from "../stages/rework-loops.ts";
import { lotInWords } from "../lots/lot-words.ts";
import style from "./defects.module.css";

/** What failed, what became of it, and what it has cost. */
export function OrderDefects({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("showOrderDefects", { orderId: order.id });
  if (data === undefined) {
    return refusal === undefined ? (
      <PageSkeleton lines={6} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (data.rows.length === 0) {
    return <EmptyState title={t("defect.empty.title")} text={t("defect.empty.text")} />;
  }
  return (
    <div className={style.page}>
      <Sums order={order} defects={data} />
      <ul className={style.list}>
        {data.rows.map((defect) => (
          <DefectRow key={defect.id} order={order} defect={defect} />
        ))}
      </ul>
    </div>
  );
}

function Sums({ order, defects }: { readonly order: Order; readonly defects: OutputOf<"showOrderDefects"> }) {
  const { t, money, quantity } = useTexts();
  const sentBack = loopsOf(defects.rows).reduce((sum, loop) => sum + loop.units, 0);
  return (
    <dl className={style.sums}>
      <div>
        <dt>{t("defect.returned")}</dt>
        <dd>{quantity(String(sentBack), order.unit)}</dd>
      </div>
      <div>
        <dt>{t("order.writtenOff")}</dt>
        <dd>{quantity(String(order.writtenOff), order.unit)}</dd>
      </div>
      {defects.loss !== null && (
        <div>
          <dt>{t("defect.loss")}</dt>
          <dd>{money(defects.loss)}</dd>
        </div>
      )}
      <div>
        <dt>{t("defect.accounting")}</dt>
        <dd>{t(`defect.accounting.${defects.accounting}`)}</dd>
      </div>
    </dl>
  );
}

function DefectRow({ order, defect }: { readonly order: Order; readonly defect: Defect }) {
  const { t, money } = useTexts();
  const cost = defect.cost !== null && !decimal(defect.cost).eq(0) ? money(defect.cost) : null;
  return (
    <li className={style.defect} data-decision={defect.decision} data-undone={defect.undone || undefined}>
      <div className={style.head}>
        <h2 className={style.reason}>{defect.reasonName}</h2>
        <Outcome order={order} defect={defect} />
        {defect.undone && <Mark>{t("defect.undone")}</Mark>}
        <span className={style.when}>
          {defect.reporterName} <RelativeTime when={defect.at} />
        </span>
      </div>
      <p className={style.what}>
        {[
          t("defect.caught", { stage: defect.caughtStageName }),
          t("defect.bornAt", { stage: defect.bornStageName }),
          defect.lotNumber === defect.fromLotNumber
            ? lotInWords(defect.lotNumber, { t })
            : t("defect.lots", { from: defect.fromLotNumber, to: defect.lotNumber }),
          cost === null ? null : t("defect.cost", { sum: cost }),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {defect.note !== "" && <p className={style.note}>{defect.note}</p>}
      <Photos photoIds={defect.photoIds} label={t("defect.photosOf", { reason: defect.reasonName })} />
      {defect.escalated && !defect.undone && <Escalation defect={defect} />}
    </li>
  );
}

/** What has become of the units: as it was reported, or as a person decided where they had come back too often. */
function Outcome({ order, defect }: { readonly order: Order; readonly defect: Defect }) {
  const { t, quantity } = useTexts();
  const values = { units: quantity(String(defect.units), order.unit), stage: defect.toStageName ?? "" };
  const outcome = defect.decision === "write_off" ? "write_off" : (defect.resolution ?? "once_more");
  const tone = outcome === "write_off" ? "alarm" : outcome === "accept" ? "done" : "waiting";
  const wanted = defect.escalated && defect.resolution === null && defect.decision === "return";
  return (
    <Mark tone={defect.undone ? "plain" : tone}>
      {outcome === "write_off"
        ? t("defect.rowWrittenOff", values)
        : outcome === "accept"
          ? t("defect.rowAccepted", values)
          : t(wanted ? "defect.rowWanted" : "defect.rowReturned", values)}
    </Mark>
  );
}

function Escalation({ defect }: { readonly defect: Defect }) {
  const { t } = useTexts();
  if (defect.resolution === null) {
    return (
      <p className={style.decided} data-open>
        {t("defect.awaitsDecision")}
      </p>
    );
  }
  return (
    <p className={style.decided}>
      {t("defect.decided", {
        decision: t(`run.resolve.${defect.resolution}`),
        name: defect.resolverName ?? "–",
        reason: defect.resolutionReason ?? "–",
      })}
    </p>
  );
}
