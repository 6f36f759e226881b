import { Button, Checkbox, CloseButton, Popover } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { useTexts } from "../texts.ts";
import type { BoardSearch } from "./board-search.ts";
import style from "./board.module.css";

type Props = {
  readonly search: BoardSearch;
  readonly onChange: (part: Pick<BoardSearch, "operator" | "item" | "overdue">) => void;
};

const countOf = (search: BoardSearch): number =>
  [search.operator, search.item, search.overdue].filter((value) => value !== undefined).length;

export function BoardFilters({ search, onChange }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const count = countOf(search);
  const inside = { comboboxProps: { withinPortal: false } };
  return (
    <Popover position="bottom-end" trapFocus withArrow={false} shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
          {count === 0 ? t("board.filters") : t("board.filtersOn", { count })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("board.filters")}>
        <div className={style.filters}>
          {can("member.read") && (
            <MemberPicker
              {...inside}
              label={t("board.operator")}
              placeholder={t("board.anybody")}
              value={search.operator ?? null}
              onChange={(operator) => onChange({ operator: operator ?? undefined })}
            />
          )}
          {can("item.read") && (
            <ItemPicker
              {...inside}
              label={t("board.product")}
              placeholder={t("board.anything")}
              clearable
              value={search.item ?? null}
              onChange={(item) => onChange({ item: item?.id })}
            />
          )}
          <Checkbox
            label={t("board.overdueOnly")}
            checked={search.overdue !== undefined}
            onChange={(event) => onChange({ overdue: event.currentTarget.checked ? "yes" : undefined })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What narrows the board, each to be taken off by itself. */
export function BoardChips({ search, onChange }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const members = useRoute(
    "listMembers",
    { limit: 200 },
    { enabled: search.operator !== undefined && can("member.read") },
  );
  const item = useRoute(
    "showItem",
    { itemId: search.item ?? "" },
    { enabled: search.item !== undefined && can("item.read") },
  );
  if (countOf(search) === 0) return null;
  const operator = members.data?.rows.find((member) => member.id === search.operator)?.name ?? "…";
  return (
    <div className={style.chips}>
      {search.operator !== undefined && (
        <Chip
          text={t("board.chip.operator", { name: operator })}
          onRemove={() => onChange({ operator: undefined })}
        />
      )}
      {search.item !== undefined && (
        <Chip
          text={t("board.chip.product", { name: item.data?.name ?? "…" })}
          onRemove={() => onChange({ item: undefined })}
        />
      )}
      {search.overdue !== undefined && (
        <Chip text={t("board.overdueOnly")} onRemove={() => onChange({ overdue: undefined })} />
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onChange({ operator: undefined, item: undefined, overdue: undefined })}
      >
        {t("board.clearFilters")}
      </Button>
    </div>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const { t } = useTexts();
  return (
    <span className={style.chip}>
      {text}
      <CloseButton size="sm" aria-label={t("board.removeFilter", { filter: text })} onClick={onRemove} />
    </span>
  );
}
