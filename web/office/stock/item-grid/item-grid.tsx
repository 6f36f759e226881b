import { Checkbox } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { showDecimal } from "#web/shared/decimal-text.ts";
import { useSession } from "#web/shared/session.ts";
import { Mark } from "../../production/mark.tsx";
import { tableShortcuts, useShortcuts } from "../../shell/shortcuts.ts";
import { useTexts } from "../texts.ts";
import { GridCell } from "./grid-cell.tsx";
import {
  type GridField,
  gridFields,
  type GridRow,
  isEditable,
  isPrice,
  type Item,
  rowsOfItems,
  valueOf,
} from "./grid-columns.ts";
import { placeAfter } from "./grid-keys.ts";
import { useCellEdits } from "./use-cell-edits.ts";
import { Picture } from "#web/shared/file-picture.tsx";
import stock from "../stock.module.css";
import style from "./item-grid.module.css";

type Props = {
  readonly items: readonly Item[];
  readonly workspace: string;
  readonly more: (() => void) | null;
  readonly fetchingMore: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
};

const rowHeight = 40;
/** Before the end comes into sight. */
const ahead = 30;
/** Choosing, kind, unit and opening stand before and behind the cells that are edited. */
const firstColumn = 2;

/** Thousands of items as a table that one types into: arrows and Tab move, Enter or a letter edits, Escape takes back. */
export function ItemGrid({ items, workspace, more, fetchingMore, chosen, onChoose }: Props) {
  const { t, lookUp, language, unitPrice } = useTexts();
  useShortcuts(tableShortcuts);
  const { can } = useSession();
  const mayWrite = can("item.write");
  const fields = useMemo(
    () => gridFields.filter((field) => field !== "listPrice" || can("item.cost")),
    [can],
  );
  const rows = useMemo(() => rowsOfItems(items), [items]);
  const edits = useCellEdits(items);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const [draft, setDraft] = useState<string>();
  // After Escape the next Tab is the page's: nobody is kept inside.
  const free = useRef(false);
  const within = useRef(false);
  const inside = useCallback(() => within.current, []);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && !fetchingMore && last >= rows.length - ahead) more();
  }, [last, more, fetchingMore, rows.length]);

  const sign = language === "uk" ? "," : ".";
  const textOf = (row: GridRow, field: GridField): string => {
    const value = valueOf(row, field);
    return isPrice(field) && value !== "" ? showDecimal(value, sign) : value;
  };
  const typedOf = (row: GridRow, field: GridField): string =>
    edits.of(row, field)?.typed ?? textOf(row, field);
  const move = (row: number, column: number): void => {
    free.current = false;
    setAt({ row, column });
    virtual.scrollToIndex(row);
  };
  const finish = (row: GridRow, field: GridField): void => {
    if (draft === undefined) return;
    setDraft(undefined);
    void edits.save(row, field, draft);
  };
  const press = (
    event: KeyboardEvent,
    row: GridRow,
    field: GridField,
    place: { row: number; column: number },
  ): void => {
    if (event.nativeEvent.isComposing) return;
    const editing = draft !== undefined;
    const { key, shiftKey } = event;
    if (key === "Escape") {
      if (editing) setDraft(undefined);
      else edits.takeBack(row, field);
      free.current = !editing;
      event.preventDefault();
      return;
    }
    if (key === "Enter" || (key === "F2" && !editing)) {
      event.preventDefault();
      if (editing) {
        finish(row, field);
        move(Math.min(rows.length - 1, place.row + 1), place.column);
      } else if (mayWrite && isEditable(row, field)) setDraft(typedOf(row, field));
      return;
    }
    if (editing && key !== "Tab") return;
    if (key === "Tab" && free.current) return;
    const next = placeAfter(key, shiftKey, place, { rows: rows.length, columns: fields.length });
    if (next !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      finish(row, field);
      move(next.row, next.column);
      return;
    }
    const types = key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (types && mayWrite && isEditable(row, field)) {
      event.preventDefault();
      event.stopPropagation();
      setDraft(key);
    } else if ((key === "Delete" || key === "Backspace") && mayWrite && isEditable(row, field)) {
      event.preventDefault();
      setDraft("");
    }
  };
  const allChosen = items.length > 0 && items.every((item) => chosen.has(item.id));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <div ref={scroller} className={style.scroller}>
      <div
        role="grid"
        aria-label={t("grid.label")}
        onFocus={() => {
          within.current = true;
        }}
        onBlur={({ relatedTarget, currentTarget }) => {
          // A field that closes has no successor yet: the cell it stood in takes over.
          if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) within.current = false;
        }}
        aria-rowcount={more === null ? rows.length + 1 : -1}
        aria-colcount={fields.length + 4}
        className={style.grid}
        data-cost={fields.length === gridFields.length || undefined}
      >
        <div role="row" aria-rowindex={1} className={style.head}>
          <div role="columnheader" className={style.fixed}>
            {mayWrite && (
              <Checkbox
                size="xs"
                aria-label={t("grid.chooseAll")}
                checked={allChosen}
                indeterminate={!allChosen && chosen.size > 0}
                onChange={() => onChoose(allChosen ? new Set() : new Set(items.map((item) => item.id)))}
              />
            )}
          </div>
          {fields.map((field) => (
            <div key={field} role="columnheader" data-figures={isPrice(field) || undefined}>
              {t(`import.field.${field}`)}
            </div>
          ))}
          <div role="columnheader">{t("item.kind")}</div>
          <div role="columnheader">{t("item.unit")}</div>
          <div role="columnheader">
            <span className="unseen">{t("grid.openItem", { name: "" })}</span>
          </div>
        </div>
        <div role="rowgroup" className={style.body} style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { item, variant, first } = row;
            return (
              <div
                key={variant.id}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={chosen.has(item.id)}
                className={style.row}
                data-first={first || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <div role="gridcell" className={style.fixed}>
                  {first && mayWrite && (
                    <Checkbox
                      size="xs"
                      aria-label={t("grid.chooseItem", { name: item.name })}
                      checked={chosen.has(item.id)}
                      onChange={() => toggle(item.id)}
                    />
                  )}
                </div>
                {fields.map((field, column) => {
                  const edit = edits.of(row, field);
                  const isActive = at.row === index && at.column === column;
                  const editing = isActive && draft !== undefined;
                  const value = valueOf(row, field);
                  const hidden = field === "name" && !first;
                  return (
                    <GridCell
                      key={field}
                      label={`${t(`import.field.${field}`)}: ${item.name}`}
                      shown={
                        hidden
                          ? ""
                          : edit !== undefined
                            ? edit.typed
                            : isPrice(field) && value !== ""
                              ? unitPrice(value)
                              : value
                      }
                      typed={editing ? draft : typedOf(row, field)}
                      figures={isPrice(field)}
                      editable={mayWrite && isEditable(row, field)}
                      active={isActive}
                      inside={inside}
                      editing={editing}
                      problem={edit?.problem ?? null}
                      columnIndex={column + firstColumn}
                      onActivate={() => {
                        if (!isActive) move(index, column);
                      }}
                      onEdit={setDraft}
                      onType={setDraft}
                      onLeave={() => finish(row, field)}
                      onKeyDown={(event) => press(event, row, field, { row: index, column })}
                    />
                  );
                })}
                <div role="gridcell" className={style.kind}>
                  {first && (
                    <>
                      {item.photoId !== null && (
                        <Picture
                          fileId={item.photoId}
                          size="thumbnail"
                          alt=""
                          className={stock.photo}
                          fallback={null}
                        />
                      )}
                      {t(`item.kind.${item.kind}`)}
                      {item.archived && <Mark>{t("item.archived")}</Mark>}
                      {item.kind !== "material" && !item.hasTemplate && (
                        <Mark tone="waiting">{t("item.noTemplate")}</Mark>
                      )}
                    </>
                  )}
                </div>
                <div role="gridcell" className={style.plain}>
                  {first && (lookUp(`unit.${item.unit}`) ?? item.unit)}
                </div>
                <div role="gridcell" className={style.open}>
                  {first && (
                    <Link
                      from="/w/$workspace/items"
                      to="/w/$workspace/items"
                      params={{ workspace }}
                      search={(before) => ({ ...before, item: item.id })}
                      aria-label={t("grid.openItem", { name: item.name })}
                    >
                      <IconChevronRight size={18} aria-hidden />
                    </Link>
                  )}
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
