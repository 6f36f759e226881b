import { IconChevronLeft } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../production/mark.tsx";
import { useTexts } from "../production/texts.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { Page, Section } from "../shell/page.tsx";
import { CostLines } from "./cost-lines.tsx";
import { ByCategory, ByStage, type Cost, hasStarted, WhereItIs } from "./cost-tables.tsx";
import { StorySection } from "./story-section.tsx";
import type { Story } from "./story-steps.ts";
import { WithoutPrice } from "./without-price.tsx";
import style from "./costing.module.css";

const route = getRouteApi("/w/$workspace/orders/$orderId/cost");

/** What an order cost and why: the story, the breakdowns, and the lines that all of it is made of. */
export function OrderCostPage() {
  const { t } = useTexts();
  const { orderId, workspace } = route.useParams();
  const story = useRoute("showCostStory", { orderId });
  const cost = useRoute("showOrderCost", { orderId });
  const refusal = story.refusal ?? cost.refusal;
  const number = story.data?.order.number;
  return (
    <Page
      title={number === undefined ? t("order.cost") : t("story.title", { number: String(number) })}
      aside={
        story.data !== undefined && (
          <span className="soft">
            {nameOfVariant(story.data.order.itemName, story.data.order.variantName)}
          </span>
        )
      }
      actions={
        <Link className={style.back} to="/w/$workspace/orders/$orderId" params={{ workspace, orderId }}>
          <IconChevronLeft size={18} aria-hidden />
          {t("story.toOrder")}
        </Link>
      }
    >
      <RefusalNotice
        refusal={refusal}
        retry={() => {
          story.refetch();
          cost.refetch();
        }}
      />
      {story.data === undefined || cost.data === undefined ? (
        refusal === undefined && <PageSkeleton lines={10} />
      ) : (
        <Told story={story.data} cost={cost.data} workspace={workspace} />
      )}
    </Page>
  );
}

function Told({
  story,
  cost,
  workspace,
}: {
  readonly story: Story;
  readonly cost: Cost;
  readonly workspace: string;
}) {
  const { t } = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const started = hasStarted(cost);
  return (
    <div className={style.page}>
      <WithoutPrice order={story.order} workspace={workspace} />
      {story.real !== null && started ? (
        <StorySection bars={story.bars} provisional={story.provisional} />
      ) : (
        cost.real !== null && <p className={style.planOnly}>{t("story.planOnly")}</p>
      )}
      <div className={style.halves}>
        <Section
          title={t("story.byCategory")}
          actions={started && story.provisional && <Mark tone="waiting">{t("dealMoney.provisional")}</Mark>}
        >
          <ByCategory cost={cost} />
        </Section>
        <div className={style.half}>
          {started && cost.real !== null && <WhereItIs real={cost.real} />}
          <OfDeal deal={story.deal} workspace={workspace} />
        </div>
      </div>
      <ByStage cost={cost} />
      {cost.real !== null && (
        <CostLines
          orderId={story.order.id}
          search={search}
          onSearch={(part) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true })}
        />
      )}
    </div>
  );
}

/** What these units are sold for stands beside what they cost, for who may see it. */
function OfDeal({ deal, workspace }: { readonly deal: Story["deal"]; readonly workspace: string }) {
  const { t, money } = useTexts();
  const { can } = useSession();
  if (deal === null) return null;
  const name = t("story.deal", { number: deal.number, title: deal.title });
  return (
    <p className={style.plateLine}>
      {deal.revenue === null ? t("story.ofDeal") : t("story.quotedFor", { sum: money(deal.revenue) })}{" "}
      <Link
        to={can("deal.money") ? "/w/$workspace/deals/$dealId/cost" : "/w/$workspace/deals/$dealId"}
        params={{ workspace, dealId: deal.id }}
      >
        {name}
      </Link>
    </p>
  );
}
