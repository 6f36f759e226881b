import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense } from "react";
import { PageSkeleton } from "#web/shared/states.tsx";
import type { Order } from "../order-types.ts";
import { OrderStages } from "../stages/order-stages.tsx";
import { useTexts } from "../texts.ts";
import style from "./stages-tab.module.css";

const OrderRiver = lazy(async () => ({ default: (await import("./order-river.tsx")).OrderRiver }));

/** The stages of an order along their time, or as the river of its units. */
export function StagesTab(props: {
  readonly order: Order;
  readonly river: boolean;
  readonly onRiver: (river: boolean) => void;
}) {
  const { t } = useTexts();
  const { order, river, onRiver } = props;
  return (
    <div className={style.tab}>
      <SegmentedControl
        size="xs"
        className={style.switch ?? ""}
        aria-label={t("river.view")}
        value={river ? "river" : "timeline"}
        onChange={(next) => onRiver(next === "river")}
        data={[
          { value: "timeline", label: t("river.timeline") },
          { value: "river", label: t("river.river") },
        ]}
      />
      {river ? (
        <Suspense fallback={<PageSkeleton lines={8} />}>
          <OrderRiver order={order} />
        </Suspense>
      ) : (
        <OrderStages order={order} />
      )}
    </div>
  );
}
