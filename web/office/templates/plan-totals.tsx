import { decimal, sum, text, zero } from "#kernel/decimal.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import { type DraftBody, requiredOf, secondsOf, waitOf } from "./template-draft.ts";
import type { Shown } from "./template-page.tsx";
import style from "./template.module.css";

type Props = { readonly body: DraftBody; readonly base: Shown; readonly units: number };

/**
 * What an order of so many units would take and cost as the draft stands. Time is exact. Money is near: materials
 * at today's average cost, labour at the mean rate of the version that was saved; the server's own plan is shown
 * with each new order.
 */
export function PlanTotals({ body, base, units }: Props) {
  const { t, duration, money } = useTexts();
  const { can } = useSession();
  const seesCost = base.plannedCost !== null && can("item.cost") && can("stock.read");
  const balances = useRoute("listBalances", { limit: 200 }, { enabled: seesCost }).data?.rows;
  const seconds = body.stages.reduce((total, stage) => total + secondsOf(stage, units), 0);
  const wait = body.stages.reduce((total, stage) => total + waitOf(stage), 0);
  const averages = new Map(
    balances?.map((row) => [`${row.variantId} ${row.warehouseId}`, row.average ?? "0"]) ?? [],
  );
  const norms = body.stages.flatMap((stage) => stage.norms).filter((norm) => norm.variantId !== "");
  const priceOf = (norm: (typeof norms)[number]): string =>
    averages.get(`${norm.variantId} ${norm.warehouseId}`) ?? "0";
  const material = sum(norms.map((norm) => (requiredOf(norm, units) ?? zero).times(priceOf(norm))));
  const unpriced = norms.filter((norm) => decimal(priceOf(norm)).eq(0)).length;
  const plan = base.plannedCost;
  const labour =
    plan === null || plan.seconds === 0 ? zero : decimal(plan.labour).times(seconds).div(plan.seconds);
  const total = material.plus(labour);
  return (
    <dl className={style.totals} aria-live="polite">
      <div>
        <dt>{t("template.workTime")}</dt>
        <dd>{duration(seconds)}</dd>
      </div>
      {wait > 0 && (
        <div>
          <dt>{t("template.waitTime")}</dt>
          <dd>{duration(wait)}</dd>
        </div>
      )}
      {seesCost && balances !== undefined && (
        <>
          <div>
            <dt>{t("template.costAbout")}</dt>
            <dd>≈ {money(text(total.round(4)))}</dd>
          </div>
          <div>
            <dt>{t("template.perUnitAbout")}</dt>
            <dd>≈ {money(text(total.div(units).round(4)))}</dd>
          </div>
          {unpriced > 0 && <p className={style.unpriced}>{t("template.unpriced", { count: unpriced })}</p>}
        </>
      )}
    </dl>
  );
}
