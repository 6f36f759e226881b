import { IconChevronLeft } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../production/texts.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { ScrollAside } from "../scroll-aside.tsx";
import { Page, Section } from "../shell/page.tsx";
import { StorySection } from "./story-section.tsx";
import { differenceOf } from "./story-steps.ts";
import { Difference } from "./story-words.tsx";
import style from "./costing.module.css";

const route = getRouteApi("/w/$workspace/deals/$dealId/cost");
type DealStory = OutputOf<"showDealCostStory">;

/** A deal's cost and profit, told over all its orders. */
export function DealCostPage() {
  const { t } = useTexts();
  const { dealId, workspace } = route.useParams();
  const { data, refusal, refetch } = useRoute("showDealCostStory", { dealId });
  return (
    <Page
      title={data === undefined ? t("order.cost") : t("story.dealTitle", { title: data.deal.title })}
      actions={
        <Link className={style.back} to="/w/$workspace/deals/$dealId" params={{ workspace, dealId }}>
          <IconChevronLeft size={18} aria-hidden />
          {t("story.toDeal")}
        </Link>
      }
    >
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined && refusal === undefined && <PageSkeleton lines={8} />}
      {data !== undefined && <Told story={data} workspace={workspace} />}
    </Page>
  );
}

function Told({ story, workspace }: { readonly story: DealStory; readonly workspace: string }) {
  const { t } = useTexts();
  return (
    <div className={style.page}>
      {story.orders.length === 0 ? (
        <EmptyState title={t("story.noOrders")} text={t("story.noOrdersText")} />
      ) : (
        <StorySection bars={story.bars} provisional={story.provisional} />
      )}
      <div className={style.halves}>
        <Profit story={story} />
        {story.orders.length > 0 && <Orders story={story} workspace={workspace} />}
      </div>
    </div>
  );
}

/** Where the bars lead on to: revenue − cost = profit. */
function Profit({ story }: { readonly story: DealStory }) {
  const { t, exactMoney, percent } = useTexts();
  const loss = decimal(story.profit).lt(0);
  return (
    <Section title={t("dealMoney.title")}>
      <ScrollAside label={t("dealMoney.title")}>
        <table className={style.numbers}>
          <tbody>
            <tr>
              <th scope="row">{t("dealMoney.revenue")}</th>
              <td>{exactMoney(story.revenue)}</td>
            </tr>
            <tr>
              <th scope="row">{t("story.ordersCost")}</th>
              <td>−{exactMoney(story.ordersCost)}</td>
            </tr>
            {!decimal(story.otherUnits).eq(0) && (
              <tr>
                <th scope="row">{t("story.otherUnits")}</th>
                <td>−{exactMoney(story.otherUnits)}</td>
              </tr>
            )}
            <tr data-total>
              <th scope="row">{t("dealMoney.profit")}</th>
              <td className={loss ? style.dearer : undefined}>{exactMoney(story.profit)}</td>
            </tr>
            <tr>
              <th scope="row">{t("dealMoney.margin")}</th>
              <td>{story.margin === null ? "–" : percent(story.margin)}</td>
            </tr>
          </tbody>
        </table>
      </ScrollAside>
    </Section>
  );
}

/** Each order's part, with the bar that moved it most. */
function Orders({ story, workspace }: { readonly story: DealStory; readonly workspace: string }) {
  const { t, money } = useTexts();
  const { can } = useSession();
  return (
    <Section title={t("story.orders")}>
      <ScrollAside label={t("story.orders")}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("story.orders")}</span>
              </th>
              <th scope="col">{t("story.bar.quoted")}</th>
              <th scope="col">{t("story.bar.real")}</th>
              <th scope="col">{t("order.difference")}</th>
            </tr>
          </thead>
          <tbody>
            {story.orders.map((order) => {
              const { quoted, difference } = differenceOf(order.bars);
              const name = t("story.order", {
                number: order.number,
                name: nameOfVariant(order.itemName, order.variantName),
              });
              return (
                <tr key={order.id}>
                  <th scope="row">
                    <Link
                      to={
                        can("order.planned_cost")
                          ? "/w/$workspace/orders/$orderId/cost"
                          : "/w/$workspace/orders/$orderId"
                      }
                      params={{ workspace, orderId: order.id }}
                    >
                      {name}
                    </Link>
                  </th>
                  <td>{money(quoted.toFixed())}</td>
                  <td>{money(order.real)}</td>
                  <td>
                    <Difference amount={difference} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollAside>
    </Section>
  );
}
