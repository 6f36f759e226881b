import { Button } from "@mantine/core";
import { IconAlertOctagon } from "@tabler/icons-react";
import { useState } from "react";
import { useTexts } from "../texts.ts";
import {
  awaitedBy,
  lotOf,
  type Order,
  type OrderStage,
  type PlacedRun,
  placesOf,
  type StageRun,
} from "../order-types.ts";
import { type Resolution, ResolveDialog, resolutions } from "../runs/resolve-dialog.tsx";
import style from "./stages.module.css";

/** A run that waits for the units that were sent back from it: for which, and where they are now. */
export function Held({ order, run }: { readonly order: Order; readonly run: StageRun }) {
  const { t, quantity, lookUp } = useTexts();
  const awaited = awaitedBy(order, run);
  if (awaited.length === 0) return <p className={style.held}>{t("run.heldFor")}</p>;
  return (
    <ul className={style.held}>
      {awaited.map((lot) => {
        const [place] = placesOf(order, lot.id);
        const values = { units: quantity(String(lot.units), order.unit), lot: lot.number };
        return (
          <li key={lot.id}>
            {place === undefined
              ? t("run.heldForLot", values)
              : t("run.heldForLotAt", {
                  ...values,
                  stage: place.stage.name,
                  state: lookUp(`runState.${place.run.state}`) ?? place.run.state,
                })}
          </li>
        );
      })}
    </ul>
  );
}

/** Units that came back too often stand still until a person decides: three ways on, each with its reason. */
export function Escalated({
  order,
  stage,
  run,
}: PlacedRun & { readonly order: Order; readonly stage: OrderStage }) {
  const { t, quantity } = useTexts();
  const [decision, setDecision] = useState<Resolution>();
  const returns = lotOf(order, run)?.returns.reduce((most, one) => Math.max(most, one.count), 0) ?? 0;
  const mayDecide = run.verbs.includes("resolveEscalation");
  return (
    <div className={style.escalated}>
      <p>
        <IconAlertOctagon size={18} aria-hidden />
        <span>
          {t("run.escalated", { units: quantity(String(run.units), order.unit), count: returns })}{" "}
          {mayDecide ? t("run.escalatedYou") : t("run.escalatedOther")}
        </span>
      </p>
      {mayDecide && (
        <div className={style.verbs}>
          {resolutions.map((one) => (
            <Button
              key={one}
              size="xs"
              variant={one === "once_more" ? "filled" : "default"}
              {...(one === "write_off" ? { color: "red", variant: "outline" } : {})}
              onClick={() => setDecision(one)}
            >
              {t(`run.resolve.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {decision !== undefined && (
        <ResolveDialog
          order={order}
          stage={stage}
          run={run}
          decision={decision}
          onClose={() => setDecision(undefined)}
        />
      )}
    </div>
  );
}
