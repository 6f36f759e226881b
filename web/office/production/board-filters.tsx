import { Button, Checkbox, CloseButton, Drawer, Select, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { useSettled } from "../use-settled.ts";
import { useTexts } from "./texts.ts";
import {
  batchWords,
  type BoardSearch,
  countFilters,
  noFilters,
  periodWords,
  statusWords,
  wordOf,
} from "./board-search.ts";
import style from "./board.module.css";

type Named = OutputOf<"showOrderBoard">["named"];
type Props = {
  readonly search: BoardSearch;
  /** What the words of the address stand for, once the server has said so. */
  readonly named: Named | undefined;
  readonly onChange: (part: Partial<BoardSearch>) => void;
};

/** A panel beside the board; what is chosen takes effect at once, and stands as chips above the board. */
export function BoardFilters(props: Props) {
  const { search } = props;
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const count = countFilters(search);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFilter size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {count === 0 ? t("board.filters") : t("board.filtersOn", { count })}
      </Button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="right"
        size="22rem"
        title={t("board.filters")}
        overlayProps={{ backgroundOpacity: 0.1 }}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <FilterFields {...props} onClose={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function FilterFields({ search, named, onChange, onClose }: Props & { readonly onClose: () => void }) {
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

/** What narrows the board, each to be taken off by itself. */
export function BoardChips({ search, named, onChange }: Props) {
  const { t, date } = useTexts();
  if (countFilters(search) === 0) return null;
  const { operator, sub, product, deal, stage, batch, overdue, stuck, by = "due", from, to } = search;
  const status = search.view === "list" ? search.status : undefined;
  const chip = (text: string, without: Partial<BoardSearch>) => (
    <Chip key={text} text={text} onRemove={() => onChange(without)} />
  );
  const period = t(`board.period.${by}`);
  return (
    <div className={style.chips}>
      {from !== undefined &&
        to !== undefined &&
        chip(t("board.chip.period", { period, from: date(from), to: date(to) }), periodOff)}
      {from !== undefined &&
        to === undefined &&
        chip(t("board.chip.periodFrom", { period, from: date(from) }), periodOff)}
      {from === undefined &&
        to !== undefined &&
        chip(t("board.chip.periodTo", { period, to: date(to) }), periodOff)}
      {operator !== undefined &&
        chip(
          operator === "none"
            ? t("board.unassigned")
            : t("board.chip.operator", { name: named?.operator?.name ?? operator }),
          { operator: undefined },
        )}
      {sub !== undefined &&
        chip(sub === "none" ? t("board.inHouse") : t("board.chip.sub", { name: named?.sub?.name ?? sub }), {
          sub: undefined,
        })}
      {product !== undefined &&
        chip(t("board.chip.product", { name: named?.product?.name ?? product }), { product: undefined })}
      {deal !== undefined &&
        chip(t("board.chip.deal", { name: named?.deal?.name ?? "…" }), { deal: undefined })}
      {status !== undefined &&
        chip(
          t("orderList.chip.status", {
            status: status === "open" ? t("orderList.status.open") : t(`orderStatus.${status}`),
          }),
          { status: undefined },
        )}
      {stage !== undefined && chip(t("board.chip.stage", { name: stage }), { stage: undefined })}
      {batch !== undefined && chip(t(`board.batch.${batch}`), { batch: undefined })}
      {stuck !== undefined && chip(t("board.chip.stuck", { count: Number(stuck) }), { stuck: undefined })}
      {overdue !== undefined && chip(t("board.overdueOnly"), { overdue: undefined })}
      <Button variant="subtle" size="compact-sm" onClick={() => onChange(noFilters)}>
        {t("board.clearFilters")}
      </Button>
    </div>
  );
}

const periodOff = { by: undefined, from: undefined, to: undefined };

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <span className={style.chip}>
      {text}
      <CloseButton size="sm" aria-label={t("board.removeFilter", { filter: text })} onClick={onRemove} />
    </span>
  );
}
