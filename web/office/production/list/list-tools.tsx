import { ActionIcon, Button, Checkbox, Menu, Popover, Select } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns, IconDownload } from "@tabler/icons-react";
import type { OrderColumn } from "#modules/production/contract/order-list-routes.ts";
import { type BoardSearch, listFilterOf } from "../board-search.ts";
import { useTexts } from "../texts.ts";
import { exportAddress } from "./export-address.ts";
import { columnsOf, listColumns, moved, sortWords, wordsOf } from "./list-columns.ts";
import { useSeenColumns } from "./order-list.tsx";
import style from "./list.module.css";

type Props = {
  readonly search: BoardSearch;
  readonly onChange: (part: Partial<BoardSearch>) => void;
  readonly workspace: string;
};

/** Which columns the list has, in which order, and the list as a file. */
export function ListTools(props: Props) {
  return (
    <>
      <ColumnChoice {...props} />
      <ExportMenu {...props} />
    </>
  );
}

function ColumnChoice({ search, onChange }: Props) {
  const { t, lookUp } = useTexts();
  const sees = useSeenColumns();
  const columns = columnsOf(search.cols, sees);
  const others = listColumns.filter((column) => sees(column) && !columns.includes(column));
  const set = (next: readonly OrderColumn[]): void => onChange({ cols: wordsOf(next) });
  const toggle = (column: OrderColumn, isOn: boolean): void =>
    set(isOn ? [...columns, column] : columns.filter((one) => one !== column));
  const name = (column: OrderColumn): string => t(`orderList.column.${column}`);
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={16} aria-hidden />}>
          {t("orderList.columns")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("orderList.columns")} className={style.columns}>
        {/* The headings sort too, where there are any: on a phone rows are cards. */}
        <Select
          label={t("orderList.sortBy")}
          placeholder={t("orderList.asItComes")}
          clearable
          searchable
          comboboxProps={{ withinPortal: false }}
          nothingFoundMessage={t("picker.nothing")}
          data={sortWords.flatMap((word) => {
            const column = word.replace("-", "");
            const isSeen = column !== "cost" && column !== "deal" ? true : sees(column);
            if (!isSeen) return [];
            const words = lookUp(`orderList.column.${column}`) ?? column;
            return [{ value: word, label: `${words} ${word.startsWith("-") ? "↓" : "↑"}` }];
          })}
          value={search.sort ?? null}
          onChange={(value) => onChange({ sort: sortWords.find((word) => word === value) })}
        />
        <ul className={style.columnList}>
          {columns.map((column, place) => (
            <li key={column} className={style.column}>
              <Checkbox
                label={name(column)}
                checked
                onChange={() => toggle(column, false)}
                {...(place === 0 ? { "data-autofocus": true } : {})}
              />
              <span className={style.movers}>
                <ActionIcon
                  aria-label={t("orderList.moveUp", { column: name(column) })}
                  disabled={place === 0}
                  onClick={() => set(moved(columns, column, -1))}
                >
                  <IconArrowUp size={16} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  aria-label={t("orderList.moveDown", { column: name(column) })}
                  disabled={place === columns.length - 1}
                  onClick={() => set(moved(columns, column, 1))}
                >
                  <IconArrowDown size={16} aria-hidden />
                </ActionIcon>
              </span>
            </li>
          ))}
          {others.map((column) => (
            <li key={column} className={style.column}>
              <Checkbox label={name(column)} checked={false} onChange={() => toggle(column, true)} />
            </li>
          ))}
        </ul>
        {search.cols !== undefined && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({ cols: undefined })}>
            {t("orderList.columnsAtFirst")}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Plain links, so that the browser shows how much has come. */
function ExportMenu({ search, workspace }: Props) {
  const { t } = useTexts();
  const columns = columnsOf(search.cols, useSeenColumns());
  const filter = listFilterOf(search);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t("orderList.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("orderList.exportHint")}</Menu.Label>
        <Menu.Item component="a" href={exportAddress(workspace, filter, columns, "csv")} download>
          {t("orderList.exportCsv")}
        </Menu.Item>
        <Menu.Item component="a" href={exportAddress(workspace, filter, columns, "xlsx")} download>
          {t("orderList.exportXlsx")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
