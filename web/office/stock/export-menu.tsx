import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { exportAddress } from "./import/export-address.ts";
import type { ItemListSearch } from "./stock-search.ts";
import { useTexts } from "./texts.ts";

/** What the list shows, as a file of the shape that an import takes. */
export function ExportMenu(props: { readonly workspace: string; readonly search: ItemListSearch }) {
  const { workspace, search } = props;
  const { t } = useTexts();
  const addressOf = (format: "csv" | "xlsx"): string =>
    exportAddress(workspace, {
      format,
      ...(search.search === undefined ? {} : { search: search.search }),
      ...(search.kind === undefined ? {} : { kind: search.kind }),
      ...(search.archived === undefined ? {} : { archived: "true" }),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t("export.menu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={addressOf("csv")} download>
          {t("export.csv")}
        </Menu.Item>
        <Menu.Item component="a" href={addressOf("xlsx")} download>
          {t("export.xlsx")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
