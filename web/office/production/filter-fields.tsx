import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { useSettled } from "../use-settled.ts";
import { useTexts } from "./texts.ts";
import type { FilterProps as Props } from "./board-filters.tsx";
import { batchWords, countFilters, noFilters, periodWords, statusWords, wordOf } from "./board-search.ts";
import style from "./board.module.css";

/** What stands in the panel of filters. */
export function FilterFields({ search, named, onChange, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { can } = useSession();
  const operators = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") }).data?.rows ?? [];
  const items = useRoute("listItems", { limit: 200 }, { enabled: can("item.read") }).data?.rows ?? [];
  const subcontractors =
    useRoute("listSubcontractors", { limit: 200, archived: "true" }, { enabled: can("subcontractor.read") })
      .data?.rows ?? [];
  const chosenSub = search.sub === "none" ? "none" : (named?.sub?.id ?? null);
  const chosenOperator = search.operator === "none" ? "none" : (named?.operator?.id ?? null);
  const withProblem = search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <div className={style.filters}>
      <fieldset className={style.period}>
        <legend>{t("board.period")}</legend>
        <Select
          aria-label={t("board.periodOf")}
          data={periodWords.map((value) => ({ value, label: t(`board.period.${value}`) }))}
          value={search.by ?? "due"}
          allowDeselect={false}
          onChange={(value) => {
            const by = periodWords.find((word) => word === value);
            onChange({ by: by === "due" ? undefined : by });
          }}
        />
        <div className={style.days}>
          <DateField
            label={t("board.from")}
            value={search.from ?? ""}
            onChange={(day) => onChange({ from: day === "" ? undefined : day })}
          />
          <DateField
            label={t("board.to")}
            value={search.to ?? ""}
            onChange={(day) => onChange({ to: day === "" ? undefined : day })}
            error={withProblem ? t("board.periodTurned") : undefined}
          />
        </div>
      </fieldset>
      {can("member.read") && (
        <Select
          label={t("board.operator")}
          placeholder={t("board.anybody")}
          searchable
          clearable
          nothingFoundMessage={t("picker.nothing")}
          data={[
            { value: "none", label: t("board.unassigned") },
            ...operators
              .filter((member) => member.active || member.id === chosenOperator)
              .map((member) => ({ value: member.id, label: member.name })),
          ]}
          value={chosenOperator}
          onChange={(id) => {
            const member = operators.find((one) => one.id === id);
            onChange({
              operator: id === "none" ? "none" : member === undefined ? undefined : wordOf(member, operators),
            });
          }}
        />
      )}
      {can("subcontractor.read") && subcontractors.length > 0 && (
        <Select
          label={t("board.sub")}
          placeholder={t("board.anySub")}
          searchable
          clearable
          nothingFoundMessage={t("picker.nothing")}
          data={[
            { value: "none", label: t("board.inHouse") },
            ...subcontractors
              .filter((one) => !one.archived || one.id === chosenSub)
              .map((one) => ({ value: one.id, label: one.name })),
          ]}
          value={chosenSub}
          onChange={(id) => {
            const one = subcontractors.find((each) => each.id === id);
            onChange({
              sub: id === "none" ? "none" : one === undefined ? undefined : wordOf(one, subcontractors),
            });
          }}
        />
      )}
      {can("item.read") && (
        <ItemPicker
          label={t("board.product")}
          placeholder={t("board.anything")}
          clearable
          value={named?.product?.id ?? null}
          onChange={(item) => onChange({ product: item === null ? undefined : wordOf(item, items) })}
        />
      )}
      {can("deal.read") && <DealField search={search} named={named} onChange={onChange} />}
      <TypedField
        label={t("board.atStage")}
        placeholder={t("board.anyStage")}
        value={search.stage ?? ""}
        onChange={(stage) => onChange({ stage: stage === "" ? undefined : stage })}
      />
      {search.view === "list" && (
        <Select
          label={t("orderList.status")}
          placeholder={t("orderList.anyStatus")}
          clearable
          data={statusWords.map((value) => ({
            value,
            label: value === "open" ? t("orderList.status.open") : t(`orderStatus.${value}`),
          }))}
          value={search.status ?? null}
          onChange={(value) => onChange({ status: statusWords.find((word) => word === value) })}
        />
      )}
      <Select
        label={t("board.batch")}
        placeholder={t("board.anyBatch")}
        clearable
        data={batchWords.map((value) => ({ value, label: t(`board.batch.${value}`) }))}
        value={search.batch ?? null}
        onChange={(value) => onChange({ batch: batchWords.find((word) => word === value) })}
      />
      <NumberField
        label={t("board.stuck")}
        description={t("board.stuckHint")}
        places={0}
        value={search.stuck ?? ""}
        onChange={(days) => onChange({ stuck: /^\d{1,3}$/.test(days) ? days : undefined })}
      />
      <Checkbox
        label={t("board.overdueOnly")}
        checked={search.overdue !== undefined}
        onChange={(event) => onChange({ overdue: event.currentTarget.checked ? "1" : undefined })}
      />
      <div className={style.filterButtons}>
        {countFilters(search) > 0 && (
          <Button variant="subtle" onClick={() => onChange(noFilters)}>
            {t("board.clearFilters")}
          </Button>
        )}
        <Button onClick={onClose}>{t("board.showOrders")}</Button>
      </div>
    </div>
  );
}

/** A deal by any part of its title. */
function DealField({ search, named, onChange }: Props) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const chosen = named?.deal ?? null;
  const words = useSettled(typed === chosen?.name ? "" : typed);
  const { data } = useRoute(
    "listDeals",
    { limit: 50, ...(words === "" ? {} : { search: words }) },
    { keepPrevious: true },
  );
  const rows = (data?.rows ?? []).map((deal) => ({ value: deal.id, label: deal.title }));
  const all =
    chosen === null || rows.some((row) => row.value === chosen.id)
      ? rows
      : [{ value: chosen.id, label: chosen.name }, ...rows];
  return (
    <Select
      label={t("board.deal")}
      placeholder={t("board.anyDeal")}
      searchable
      clearable
      data={all}
      filter={({ options }) => options}
      value={search.deal ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(deal) => onChange({ deal: deal ?? undefined })}
      nothingFoundMessage={t("picker.nothing")}
    />
  );
}

/** Takes effect once the typing rests. */
function TypedField(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed.trim());
  useEffect(() => {
    if (settled !== value && settled === typed.trim()) onChange(settled);
    // Only what was typed is told; a value from outside (a chip taken off) is shown below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled]);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      label={props.label}
      placeholder={props.placeholder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
