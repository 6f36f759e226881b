import { decimal } from "#kernel/decimal.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { CorrectConsumption } from "../corrections/correct-consumption.tsx";
import type { Order } from "../order-types.ts";
import { OrderBatches } from "../order-batches.tsx";
import { MadeForOrder } from "../made-for/made-for.tsx";
import { ReserveButton } from "../runs/run-actions.tsx";
import { useTexts } from "../texts.ts";
import { MaterialRow } from "./material-row.tsx";
import style from "../order-card.module.css";

/** What the order needs, holds and has used, with what is over and what is short. */
export function OrderMaterials({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const { workspace } = useSession();
  const { data, refusal, pending, refetch } = useRoute("showOrderMaterials", { orderId: order.id });
  if (data === undefined) {
    return pending && refusal === undefined ? (
      <PageSkeleton lines={5} />
    ) : (
      <RefusalNotice refusal={refusal} retry={refetch} />
    );
  }
  if (data.rows.length === 0) return <p className="soft">{t("order.noMaterials")}</p>;
  const short = data.rows.filter((row) => !row.awaitingSelection && decimal(row.shortage).gt(0));
  const reservable = short.some((row) => row.byHand || decimal(row.free).gt(0));
  return (
    <div className={style.materials}>
      {short.length > 0 && (
        <div className={style.shortBar}>
          <span>{t("order.shortText")}</span>
          {reservable && order.verbs.includes("reserveOrder") && <ReserveButton order={order} />}
        </div>
      )}
      <ScrollAside plate label={t("order.tab.materials")}>
        <table className="rows stacked">
          <thead>
            <tr>
              <th scope="col">{t("board.material")}</th>
              <th scope="col" className="figures">
                {t("order.norm")}
              </th>
              <th scope="col" className="figures">
                {t("order.reservedAmount")}
              </th>
              <th scope="col" className="figures">
                {t("order.consumed")}
              </th>
              <th scope="col" className="figures">
                {t("order.remainder")}
              </th>
              <th scope="col" className="figures">
                {t("order.free")}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <MaterialRow key={row.normId} order={order} row={row} />
            ))}
          </tbody>
        </table>
      </ScrollAside>
      <div>
        <CorrectConsumption order={order} />
      </div>
      <OrderBatches orderId={order.id} />
      <MadeForOrder order={order} workspace={workspace.slug} />
    </div>
  );
}
