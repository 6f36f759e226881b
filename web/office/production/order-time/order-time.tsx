import { Select } from "@mantine/core";
import { useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { OrderCorrections } from "../corrections/order-corrections.tsx";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";
import { RunTime } from "./run-time.tsx";
import { TimeSums } from "./time-sums.tsx";
import style from "./order-time.module.css";

/** Whose time the order took: sums beside the plan, stretch by stretch, and what was corrected of it. */
export function OrderTime({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const [memberId, setMember] = useState<string | null>(null);
  const [stageId, setStage] = useState<string | null>(null);
  const { data, refusal, pending, refetch } = useRoute(
    "showOrderTime",
    {
      orderId: order.id,
      ...(memberId === null ? {} : { memberId }),
      ...(stageId === null ? {} : { stageId }),
    },
    { keepPrevious: true },
  );
  if (data === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={8} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (data.people.length === 0 && data.corrections.length === 0) {
    return <EmptyState title={t("time.empty.title")} text={t("time.empty.text")} />;
  }
  return (
    <div className={style.tab}>
      <OrderCorrections corrections={data.corrections} />
      <TimeSums time={data} isOver={order.status === "done" || order.status === "cancelled"} />
      <div className={style.filters}>
        <Select
          aria-label={t("time.filterPerson")}
          placeholder={t("time.allPeople")}
          clearable
          data={data.people.map((person) => ({ value: person.memberId, label: person.name }))}
          value={memberId}
          onChange={setMember}
        />
        <Select
          aria-label={t("time.filterStage")}
          placeholder={t("time.allStages")}
          clearable
          data={data.stages.map((stage) => ({ value: stage.stageId, label: stage.name }))}
          value={stageId}
          onChange={setStage}
        />
      </div>
      {data.runs.length === 0 && <p className="soft">{t("time.noneHere")}</p>}
      {data.runs.map((run) => (
        <RunTime key={run.runId} run={run} order={order} corrections={data.corrections} />
      ))}
      {data.more > 0 && <p className="soft">{t("time.more", { count: data.more })}</p>}
    </div>
  );
}
