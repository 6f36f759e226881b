import { Select } from "@mantine/core";
import { usePages, useRoute } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { Mark } from "../production/mark.tsx";
import { roundAmount } from "../production/round-amount.ts";
import { useTexts } from "../production/texts.ts";
import { SearchField } from "../search-field.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Section } from "../shell/page.tsx";
import { costCategories, type CostSearch } from "./cost-search.ts";
import style from "./costing.module.css";

type Props = {
  readonly orderId: string;
  readonly search: CostSearch;
  readonly onSearch: (part: Partial<CostSearch>) => void;
};

/** Every line as it was captured, newest first, and the lines that took one back. */
export function CostLines({ orderId, search, onSearch }: Props) {
  const { t, money, unitPrice, exactMoney, quantity, dateTime } = useTexts();
  const asked = {
    orderId,
    ...(search.search === undefined ? {} : { search: search.search }),
    ...(search.category === undefined ? {} : { category: search.category }),
  };
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listCostLines">(
    "listCostLines",
    asked,
    { keepPrevious: true },
  );
  const total = useRoute("listCostLines", { ...asked, limit: 1 }, { keepPrevious: true }).data?.total;
  const filtered = search.search !== undefined || search.category !== undefined;
  return (
    <Section
      title={t("story.linesTitle")}
      actions={
        total !== undefined && (
          <span className="soft">
            {t("story.linesTotal", { count: total.count, sum: money(total.amount) })}
          </span>
        )
      }
    >
      <div className={style.filters}>
        <SearchField
          label={t("story.linesSearch")}
          value={search.search ?? ""}
          onChange={(text) => onSearch({ search: text === "" ? undefined : text })}
        />
        <Select
          aria-label={t("story.category")}
          placeholder={t("story.anyCategory")}
          clearable
          data={costCategories.map((category) => ({ value: category, label: t(`order.cost.${category}`) }))}
          value={search.category ?? null}
          onChange={(category) => onSearch({ category: costCategories.find((one) => one === category) })}
        />
      </div>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {rows === undefined && pending && refusal === undefined && <PageSkeleton lines={4} />}
      {rows?.length === 0 && (
        <EmptyState
          title={t("story.noCostLines")}
          text={t(filtered ? "story.noneFound" : "story.noCostLinesText")}
        />
      )}
      {rows !== undefined && rows.length > 0 && (
        <div className="scroll-aside">
          <table className="rows stacked">
            <caption className="unseen">{t("story.linesTitle")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("order.cost.what")}</th>
                <th scope="col">{t("board.stage")}</th>
                <th scope="col">{t("story.when")}</th>
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
              {rows.map((line) => (
                <tr key={line.id} data-gone={line.reversed || undefined}>
                  <td>
                    {line.name}{" "}
                    {line.noPrice && !line.reverses && <Mark tone="waiting">{t("order.cost.noPrice")}</Mark>}
                    {line.reverses && <Mark>{t("story.takesBack")}</Mark>}{" "}
                    {line.reversed && <Mark>{t("story.undone")}</Mark>}{" "}
                    {line.reason === "corrected" && <Mark>{t("time.byCorrection")}</Mark>}
                  </td>
                  <td>
                    {line.cycle === 0
                      ? line.stageName
                      : t("order.cycle", { stage: line.stageName, cycle: line.cycle })}
                  </td>
                  <td className={style.when}>{dateTime(line.at)}</td>
                  <td className="figures">{quantity(roundAmount(line.quantity), line.unit)}</td>
                  <td className="figures" data-label={t("order.cost.rate")}>
                    {line.rate === null ? "" : unitPrice(line.rate)}
                  </td>
                  <td className="figures">{exactMoney(line.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more !== null && (
        <div className={style.body}>
          <MoreButton more={more} pending={fetchingMore} />
        </div>
      )}
    </Section>
  );
}
