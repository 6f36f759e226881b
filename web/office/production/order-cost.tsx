import { Link } from "@tanstack/react-router";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ByCategory, hasStarted } from "../costing/cost-tables.tsx";
import { storySentence } from "../costing/story-words.tsx";
import { WithoutPrice } from "../costing/without-price.tsx";
import { Section } from "../shell/page.tsx";
import { Mark } from "./mark.tsx";
import type { Order } from "./order-types.ts";
import { useTexts } from "./texts.ts";
import style from "./order-card.module.css";

/** Planned beside real, and in one sentence why they differ; the whole story has a page of its own. */
export function OrderCost({ order, workspace }: { readonly order: Order; readonly workspace: string }) {
  const texts = useTexts();
  const { t, money } = texts;
  const { data, refusal, pending, refetch } = useRoute("showOrderCost", { orderId: order.id });
  const story = useRoute("showCostStory", { orderId: order.id }).data;
  const started = data !== undefined && hasStarted(data);
  return (
    <Section
      title={t("order.cost")}
      actions={
        <>
          {data?.real?.provisional === true && <Mark tone="waiting">{t("dealMoney.provisional")}</Mark>}
          <Link to="/w/$workspace/orders/$orderId/cost" params={{ workspace, orderId: order.id }}>
            {t("story.open")}
          </Link>
        </>
      }
    >
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && (
        <div className={style.body}>
          <PageSkeleton lines={4} />
        </div>
      )}
      {story !== undefined && started && story.real !== null && (
        <p className={style.storySentence}>{storySentence(story.bars, story.provisional, texts)}</p>
      )}
      {data !== undefined && (
        <>
          {data.batch !== null && (
            <p className={style.remark}>
              <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: data.batch.orderId }}>
                {t("gather.shareOfCost", { number: data.batch.number })}
              </Link>
            </p>
          )}
          <ByCategory cost={data} />
          {data.real !== null && !started && <p className={style.remark}>{t("order.cost.planOnly")}</p>}
          {started && data.real?.provisional === true && (
            <p className={style.remark}>{t("order.cost.carried", { sum: money(data.real.carried) })}</p>
          )}
        </>
      )}
      {story !== undefined && <WithoutPrice order={story.order} workspace={workspace} />}
    </Section>
  );
}
