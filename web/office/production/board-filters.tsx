import { Button, Checkbox, CloseButton, Drawer } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ItemPicker } from "../pickers/item-picker.tsx";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { useTexts } from "./texts.ts";
import type { BoardSearch } from "./board-search.ts";
import style from "./board.module.css";

type Props = {
  readonly search: BoardSearch;
  readonly onChange: (part: Pick<BoardSearch, "operator" | "item" | "overdue">) => void;
};

const countOf = (search: BoardSearch): number =>
  [search.operator, search.item, search.overdue].filter((value) => value !== undefined).length;

/** A panel beside the board; what is chosen takes effect at once, and stands as chips above the board. */
export function BoardFilters({ search, onChange }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const [open, setOpen] = useState(false);
  const count = countOf(search);
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
        <div className={style.filters}>
          {can("member.read") && (
            <MemberPicker
              label={t("board.operator")}
              placeholder={t("board.anybody")}
              value={search.operator ?? null}
              onChange={(operator) => onChange({ operator: operator ?? undefined })}
            />
          )}
          {can("item.read") && (
            <ItemPicker
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
          <div className={style.filterButtons}>
            {count > 0 && (
              <Button
                variant="subtle"
                onClick={() => onChange({ operator: undefined, item: undefined, overdue: undefined })}
              >
                {t("board.clearFilters")}
              </Button>
            )}
            <Button onClick={() => setOpen(false)}>{t("board.showOrders")}</Button>
          </div>
        </div>
      </Drawer>
    </>
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
