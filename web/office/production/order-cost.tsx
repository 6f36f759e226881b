import { decimal, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ScrollAside } from "../scroll-aside.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { Mark } from "./mark.tsx";
import type { Order } from "./order-types.ts";
import style from "./order-card.module.css";

type Cost = OutputOf<"showOrderCost">;

/** Planned beside real, by category and by stage; the lines that make it up stand below. */
export function OrderCost({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const { data, refusal, pending, refetch } = useRoute("showOrderCost", { orderId: order.id });
  return (
    <Section
      title={t("order.cost")}
      actions={data?.real?.provisional === true && <Mark tone="waiting">{t("dealMoney.provisional")}</Mark>}
    >
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && (
        <div className={style.body}>
          <PageSkeleton lines={4} />
        </div>
      )}
      {data !== undefined && (
        <>
          <ByCategory cost={data} />
          <ByStage cost={data} />
          {data.lines.length > 0 && <CostLines lines={data.lines} />}
        </>
      )}
    </Section>
  );
}

const isZero = (amount: string): boolean => decimal(amount).eq(0);

function ByCategory({ cost }: { readonly cost: Cost }) {
  const { t, money, unitPrice } = useTexts();
  const { planned, real } = cost;
  const rows = [
    { label: t("order.cost.material"), planned: planned.material, real: real?.material },
    { label: t("order.cost.labour"), planned: planned.labour, real: real?.labour },
    { label: t("order.cost.subcontracting"), planned: planned.subcontracting, real: real?.subcontracting },
    { label: t("order.cost.defectLoss"), planned: "0", real: real?.defectLoss },
  ].filter((row, index) => index < 2 || !isZero(row.planned) || !isZero(row.real ?? "0"));
  const started = real !== null && !isZero(real.total);
  return (
    <ScrollAside label={t("order.cost")}>
      <table className={style.numbers}>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t("order.cost.what")}</span>
            </th>
            <th scope="col">{t("order.planned")}</th>
            {real !== null && (
              <>
                <th scope="col">{t("order.real")}</th>
                <th scope="col">{t("order.difference")}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{money(row.planned)}</td>
              {real !== null && (
                <>
                  <td>{started ? money(row.real ?? "0") : "–"}</td>
                  <td>{started && <Difference planned={row.planned} real={row.real ?? "0"} />}</td>
                </>
              )}
            </tr>
          ))}
          <tr data-total>
            <th scope="row">{t("order.cost.total")}</th>
            <td>{money(planned.total)}</td>
            {real !== null && (
              <>
                <td>{started ? money(real.total) : "–"}</td>
                <td>{started && <Difference planned={planned.total} real={real.total} />}</td>
              </>
            )}
          </tr>
          <tr>
            <th scope="row">{t("order.cost.perUnit")}</th>
            <td>{unitPrice(planned.perUnit)}</td>
            {real !== null && (
              <>
                <td>{real.perUnit === null ? "–" : unitPrice(real.perUnit)}</td>
                <td>
                  {real.perUnit !== null && <Difference planned={planned.perUnit} real={real.perUnit} />}
                </td>
              </>
            )}
          </tr>
        </tbody>
      </table>
      {real !== null && !started && <p className={style.remark}>{t("order.cost.planOnly")}</p>}
      {started && real.provisional && (
        <p className={style.remark}>{t("order.cost.carried", { sum: money(real.carried) })}</p>
      )}
    </ScrollAside>
  );
}

/** With its sign, and in colour: dearer is red. */
function Difference({ planned, real }: { readonly planned: string; readonly real: string }) {
  const { money } = useTexts();
  const difference = decimal(real).minus(planned);
  if (difference.eq(0)) return <>{money("0")}</>;
  return (
    <span className={difference.gt(0) ? style.dearer : style.cheaper}>
      {difference.gt(0) ? "+" : ""}
      {money(text(difference))}
    </span>
  );
}

function ByStage({ cost }: { readonly cost: Cost }) {
  const { t, money } = useTexts();
  const hasReal = cost.real !== null;
  return (
    <details className={style.fold}>
      <summary>{t("order.cost.byStage")}</summary>
      <ScrollAside label={t("order.cost.byStage")}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("order.cost.what")}</span>
              </th>
              <th scope="col">{t("order.planned")}</th>
              {hasReal && (
                <>
                  <th scope="col">{t("order.cost.material")}</th>
                  <th scope="col">{t("order.cost.labour")}</th>
                  <th scope="col">{t("order.real")}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {cost.stages.map((stage) => (
              <tr key={`${stage.stageId} ${stage.cycle}`}>
                <th scope="row">
                  {stage.cycle === 0
                    ? stage.name
                    : t("order.cycle", { stage: stage.name, cycle: stage.cycle })}
                </th>
                <td>{money(stage.planned.total)}</td>
                {stage.real !== null && (
                  <>
                    <td>{money(stage.real.material)}</td>
                    <td>{money(stage.real.labour)}</td>
                    <td>{money(stage.real.total)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAside>
    </details>
  );
}

function CostLines({ lines }: { readonly lines: Cost["lines"] }) {
  const { t, money, unitPrice, quantity } = useTexts();
  return (
    <details className={style.fold}>
      <summary>{t("order.cost.lines", { count: lines.length })}</summary>
      <ScrollAside label={t("order.cost.lines", { count: lines.length })}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t("order.cost.what")}</th>
              <th scope="col">{t("board.stage")}</th>
              <th scope="col" className="figures">
                {t("board.quantity")}
              </th>
              <th scope="col" className="figures">
                {t("order.cost.rate")}
              </th>
              <th scope="col" className="figures">
                {t("order.cost.amount")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>
                  {line.name} {line.noPrice && <Mark tone="waiting">{t("order.cost.noPrice")}</Mark>}
                </td>
                <td>{line.stageName}</td>
                <td className="figures">{quantity(line.quantity, line.unit)}</td>
                <td className="figures">{line.rate === null ? "–" : unitPrice(line.rate)}</td>
                <td className="figures">{money(line.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAside>
    </details>
  );
}
