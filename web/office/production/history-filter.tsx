import { Select } from "@mantine/core";
import type { HistoryGroup } from "#modules/production/contract/history-groups.ts";
import { groupOfFact } from "#modules/production/core/history-groups.ts";
import type { RequestOf } from "#modules/routes.ts";
import { SearchField } from "../search-field.tsx";
import { type ProductionTexts, useTexts } from "./texts.ts";
import style from "./order-card.module.css";

// Its values would bring the contract's schemas along.
const groups = [
  "work",
  "materials",
  "changes",
  "cost",
  "automation",
] as const satisfies readonly HistoryGroup[];

export type HistoryWish = {
  readonly group: HistoryGroup | null;
  readonly memberId: string | null;
  readonly search: string;
};
export const wholeHistory: HistoryWish = { group: null, memberId: null, search: "" };
export const isNarrowed = ({ group, memberId, search }: HistoryWish): boolean =>
  group !== null || memberId !== null || search !== "";

/** As the server takes it. Which kinds of lines say the searched words, only the reader's language knows. */
export function historyAsked(
  orderId: string,
  { group, memberId, search }: HistoryWish,
  lookUp: ProductionTexts["lookUp"],
): RequestOf<"showOrderHistory"> {
  const typed = search.toLocaleLowerCase();
  const saying = Object.keys(groupOfFact).filter((kind) =>
    lookUp(`fact.${kind}`, {})?.toLocaleLowerCase().includes(typed),
  );
  return {
    orderId,
    ...(group === null ? {} : { group }),
    ...(memberId === null ? {} : { memberId }),
    ...(search === "" ? {} : { search, saying: saying.join(",") }),
  };
}

type Props = {
  readonly wish: HistoryWish;
  readonly onChange: (wish: HistoryWish) => void;
  readonly people: readonly { readonly memberId: string; readonly name: string }[];
};

export function HistoryFilter({ wish, onChange, people }: Props) {
  const { t } = useTexts();
  return (
    <div className={style.historyFilter} role="search" aria-label={t("order.history.search")}>
      <SearchField
        value={wish.search}
        label={t("order.history.search")}
        onChange={(search) => onChange({ ...wish, search })}
      />
      <Select
        aria-label={t("order.history.group")}
        placeholder={t("order.history.group.all")}
        clearable
        data={groups.map((value) => ({ value, label: t(`order.history.group.${value}`) }))}
        value={wish.group}
        onChange={(group) => onChange({ ...wish, group })}
      />
      <Select
        aria-label={t("order.history.person")}
        placeholder={t("order.history.anybody")}
        clearable
        searchable
        data={people.map(({ memberId, name }) => ({ value: memberId, label: name }))}
        value={wish.memberId}
        onChange={(memberId) => onChange({ ...wish, memberId })}
      />
    </div>
  );
}
