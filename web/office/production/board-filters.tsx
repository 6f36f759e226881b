import { Button, CloseButton, Drawer } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { later } from "../later.ts";
import { useTexts } from "./texts.ts";
import { type BoardSearch, countFilters, noFilters } from "./board-search.ts";
import style from "./board.module.css";

type Named = OutputOf<"showOrderBoard">["named"];
export type FilterProps = {
  readonly search: BoardSearch;
  /** What the words of the address stand for, once the server has said so. */
  readonly named: Named | undefined;
  readonly onChange: (part: Partial<BoardSearch>) => void;
};

export const filterFields = later(() => import("./filter-fields.tsx"));

/** A panel beside the board; what is chosen takes effect at once, and stands as chips above the board. */
export function BoardFilters(props: FilterProps) {
  const { search } = props;
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const fields = filterFields.use(open);
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
        opened={open && fields !== undefined}
        onClose={() => setOpen(false)}
        position="right"
        size="22rem"
        title={t("board.filters")}
        overlayProps={{ backgroundOpacity: 0.1 }}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {fields !== undefined && <fields.FilterFields {...props} onClose={() => setOpen(false)} />}
      </Drawer>
    </>
  );
}

/** What narrows the board, each to be taken off by itself. */
export function BoardChips({ search, named, onChange }: FilterProps) {
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
