import { addItemImport } from "#commands/catalog/import/add-item-import.ts";
import { cancelItemImport } from "#commands/catalog/import/cancel-item-import.ts";
import { mapItemImport } from "#commands/catalog/import/map-item-import.ts";
import { takeItemImport } from "#commands/catalog/import/take-item-import.ts";
import { runCommand } from "#commands/run-command.ts";
import { no, ok } from "#kernel/result.ts";
import { may } from "#modules/access/core/may.ts";
import type { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { nameOfColumn } from "#modules/catalog/core/import/column-names.ts";
import {
  cellsOfExport,
  columnsOfExport,
  type ExportedColumn,
  type ExportedRow,
} from "#modules/catalog/core/import/export-row.ts";
import { type ExportFilter, readExport, shapeOfExport } from "#modules/catalog/views/export-items.ts";
import {
  type LeftOut,
  listItemImportRows,
  listItemImports,
  readLeftOut,
  showItemImport,
} from "#modules/catalog/views/item-imports.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { folderOf } from "#server/files/take-file.ts";
import { sniffTable } from "#server/tables/sniff-table.ts";
import { csvStream } from "#server/tables/csv-stream.ts";
import type { CellToWrite } from "#server/tables/write-csv.ts";
import { writeXlsx } from "#server/tables/write-xlsx.ts";
import type { Asker, Download, Services, Upload } from "../door-types.ts";
import { wordRefusal } from "../word-refusal.ts";

type Routes = typeof itemImportRoutes;

const uploadItemImport: Upload<Routes["uploadItemImport"]> = async (services, input, bytes, asking) => {
  if (bytes.length === 0) return no("file_empty");
  const sniffed = sniffTable(bytes);
  if ("looks" in sniffed) return no("file_not_a_table", { name: input.name, looks: sniffed.looks });
  const command = addItemImport({ bytes: bytes.length, format: sniffed.format }, (importId) =>
    services.files.keep(`${folderOf(asking.workspaceId, importId)}/original`, bytes),
  );
  return runCommand(services.database, command, input, asking);
};

const rowsOfPage = 500;
/** A spreadsheet has no more rows than some million; this many take a minute of a thread. */
const mostXlsxRows = 100_000;
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const exportItems: Download<Routes["exportItems"]> = async (services, input, asker, { now }) => {
  const { workspaceId, actor, language } = asker;
  const shape = await readWorkspace(services.database, workspaceId, (tx) => shapeOfExport(tx, input));
  if (input.format === "xlsx" && shape.rows > mostXlsxRows)
    return no("export_too_large", { most: mostXlsxRows });
  const columns = columnsOfExport({
    ...(input.empty ? { packs: 1, attributes: [] } : shape),
    withCost: may(actor, "item.cost"),
    withStock: input.empty,
  });
  const header = columns.map((column) => nameOfColumn(column, language));
  const pages = input.empty ? noPages() : pagesOfExport(services, asker, input, columns, now);
  const name = fileNames[language][input.empty ? "empty" : "items"];
  const isCsv = input.format === "csv";
  return ok({
    content: isCsv ? csvStream(header, pages, language) : writeXlsx(name, header, pages),
    mediaType: isCsv ? "text/csv" : xlsxType,
    bytes: null,
    name: `${name}.${input.format}`,
    shown: false,
    fresh: true,
  });
};

const fileNames = {
  en: { items: "Items", empty: "Items to fill in", problems: "Left out" },
  uk: { items: "Номенклатура", empty: "Номенклатура для заповнення", problems: "Не прийнято" },
} as const;

// oxlint-disable-next-line require-yield -- it has the shape of the others, and nothing in it
async function* noPages(): AsyncGenerator<readonly (readonly CellToWrite[])[]> {
  return;
}

async function* pagesOfExport(
  { database }: Services,
  { workspaceId, actor, language }: Asker,
  filter: ExportFilter,
  columns: readonly ExportedColumn[],
  now: Date,
): AsyncGenerator<readonly (readonly CellToWrite[])[]> {
  const viewer = { now, may: (action: Parameters<typeof may>[1]) => may(actor, action) };
  let after: readonly [string, string] | null = null;
  for (;;) {
    const from: readonly [string, string] | null = after;
    const rows: readonly ExportedRow[] = await readWorkspace(database, workspaceId, (tx) =>
      readExport(tx, filter, viewer, from, rowsOfPage),
    );
    if (rows.length > 0) yield rows.map((row) => cellsOfExport(row, columns, language));
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsOfPage) return;
    after = [last.itemId, last.variantId];
  }
}

const problemWords = {
  en: { row: "Row", reason: "Reason" },
  uk: { row: "Рядок", reason: "Причина" },
} as const;

const readImportProblems: Download<Routes["readImportProblems"]> = async (
  services,
  { importId },
  asker,
  { now },
) => {
  const { workspaceId, language, timeZone } = asker;
  const shown = await readWorkspace(services.database, workspaceId, (tx) =>
    showItemImport(tx, { importId }, { actor: asker.actor, now, timeZone, may: () => true }),
  );
  if (!shown.ok) return shown;
  const { header, fileName } = shown.value;
  const wordOf = ({ problems }: LeftOut): string =>
    problems
      .map(({ code, data, column }) => {
        const { message } = wordRefusal(
          { code, ...(data === undefined ? {} : { data }) },
          { language, timeZone },
        ).refusal;
        const at = column === null ? undefined : header[column];
        return at === undefined || at === "" ? message : `${at}: ${message}`;
      })
      .join(" ");
  async function* pages(): AsyncGenerator<readonly (readonly CellToWrite[])[]> {
    let after = 0;
    for (;;) {
      const from = after;
      const rows = await readWorkspace(services.database, workspaceId, (tx) =>
        readLeftOut(tx, importId, from, rowsOfPage),
      );
      yield rows.map((row) => [
        ...header.map((_, place) => ({ text: row.cells[place] ?? "" })),
        { number: String(row.number) },
        { text: wordOf(row) },
      ]);
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsOfPage) return;
      after = last.number;
    }
  }
  const { row, reason } = problemWords[language];
  return ok({
    content: csvStream([...header, row, reason], pages(), language),
    mediaType: "text/csv",
    bytes: null,
    name: `${fileNames[language].problems} – ${fileName.replace(/\.[^.]{1,5}$/, "")}.csv`,
    shown: false,
    fresh: true,
  });
};

export const itemImportDoors = {
  commands: { mapItemImport, takeItemImport, cancelItemImport },
  views: { listItemImports, showItemImport, listItemImportRows },
  uploads: { uploadItemImport },
  downloads: { exportItems, readImportProblems },
};
