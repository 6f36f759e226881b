import { Button, Menu } from "@mantine/core";
import { IconCheck, IconLayoutColumns } from "@tabler/icons-react";
import { laneWords, type BoardSearch } from "./board-search.ts";
import { useTexts } from "./texts.ts";

type Part = Pick<BoardSearch, "columns" | "lanes">;

/** What columns and lanes stand for; both are in the address. */
export function BoardDisplay({
  search,
  onChange,
}: {
  readonly search: BoardSearch;
  readonly onChange: (part: Part) => void;
}) {
  const { t } = useTexts();
  const choice = (isOn: boolean, words: string, part: Part) => (
    <Menu.Item
      key={words}
      aria-current={isOn || undefined}
      leftSection={<IconCheck size={16} aria-hidden style={{ visibility: isOn ? "visible" : "hidden" }} />}
      onClick={() => onChange(part)}
    >
      {words}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconLayoutColumns size={16} aria-hidden />}>
          {search.columns === "stage" ? t("board.byStage") : t("board.byStatus")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("board.columns")}</Menu.Label>
        {choice(search.columns === undefined, t("board.byStatus"), { columns: undefined })}
        {choice(search.columns === "stage", t("board.byStage"), { columns: "stage" })}
        <Menu.Divider />
        <Menu.Label>{t("board.lanes")}</Menu.Label>
        {choice(search.lanes === undefined, t("board.lanes.none"), { lanes: undefined })}
        {laneWords.map((lanes) => choice(search.lanes === lanes, t(`board.lanes.${lanes}`), { lanes }))}
      </Menu.Dropdown>
    </Menu>
  );
}
