import { no, ok } from "#kernel/result.ts";
import { may } from "#modules/access/core/may.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderColumn, orderListRoutes } from "#modules/production/contract/order-list-routes.ts";
import { type ListFilter, listOrders, type OrderRow } from "#modules/production/views/list-orders.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { type CellPages, csvStream } from "#server/tables/csv-stream.ts";
import type { CellToWrite } from "#server/tables/write-csv.ts";
import { writeXlsx } from "#server/tables/write-xlsx.ts";
import { enCommon } from "#web/texts/compiled/en-common.ts";
import { enProduction } from "#web/texts/compiled/en-production.ts";
import { ukCommon } from "#web/texts/compiled/uk-common.ts";
import { ukProduction } from "#web/texts/compiled/uk-production.ts";
import { createTranslator, type Translator } from "#web/texts/translator.ts";
import type { Asker, Download, Services } from "../door-types.ts";

const catalogues = { en: [enProduction, enCommon], uk: [ukProduction, ukCommon] } as const;
type Texts = Translator<"production" | "common">;

const rowsOfPage = 200;
/** A spreadsheet is put together in memory; a CSV has no end. */
const mostXlsxRows = 100_000;

/** The list as it is filtered, sorted and chosen, whole, in the language of whoever asks. */
export const exportOrders: Download<typeof orderListRoutes.exportOrders> = async (
  services,
  { format, columns, ...filter },
  asker,
  { now },
) => {
  const { actor, language, timeZone } = asker;
  const texts: Texts = createTranslator(language, catalogues[language], timeZone);
  const shown = [...new Set(columns)].filter(
    (column) =>
      (column !== "cost" || may(actor, "order.cost")) && (column !== "deal" || may(actor, "deal.read")),
  );
  const { t } = texts;
  const header = [
    t("orderList.column.number"),
    t("orderList.column.product"),
    t("orderList.column.variant"),
    ...shown.flatMap((column) => namesOf(column, texts)),
  ];
  const pages = pagesOf(services, asker, filter, now, (row) => [
    { number: String(row.number) },
    { text: row.itemName },
    { text: row.variantName },
    ...shown.flatMap((column) => cellsOf(column, row, texts, now, timeZone)),
  ]);
  const name = t("orderList.fileName");
  if (format === "xlsx") {
    const most = await readWorkspace(services.database, asker.workspaceId, async (tx) => {
      const row = await tx.db
        .selectFrom("production_order")
        .select(({ fn }) => fn.countAll<string>().as("count"))
        .where("workspace_id", "=", tx.workspaceId)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    });
    if (most > mostXlsxRows) return no("export_too_large", { most: mostXlsxRows });
  }
  return ok({
    content: format === "csv" ? csvStream(header, pages, language) : writeXlsx(name, header, pages),
    mediaType:
      format === "csv" ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    bytes: null,
    name: `${name}.${format}`,
    shown: false,
  });
};

/** A transaction a page: a long file holds none open. */
async function* pagesOf(
  { database }: Services,
  { workspaceId, actor, timeZone }: Asker,
  filter: ListFilter,
  now: Date,
  cells: (row: OrderRow) => readonly CellToWrite[],
): CellPages {
  const viewer: Viewer = { actor, now, timeZone, may: (action, thing) => may(actor, action, thing) };
  let cursor: string | undefined;
  do {
    const from: { cursor?: string } = cursor === undefined ? {} : { cursor };
    const page = await readWorkspace(database, workspaceId, (tx) =>
      listOrders(tx, { ...filter, ...from, limit: rowsOfPage }, viewer),
    );
    if (!page.ok) throw new Error(`The list does not go on: ${page.refusal.code}`);
    if (page.value.rows.length > 0) yield page.value.rows.map(cells);
    cursor = page.value.next ?? undefined;
  } while (cursor !== undefined);
}

function namesOf(column: OrderColumn, { t }: Texts): string[] {
  const name = t(`orderList.column.${column}`);
  if (column === "quantity") return [name, t("orderList.column.unit")];
  if (column === "stage") return [name, t("orderList.column.state")];
  if (column === "standing") return [t("orderList.column.standingDays")];
  return [name];
}

function cellsOf(
  column: OrderColumn,
  row: OrderRow,
  { t, lookUp }: Texts,
  now: Date,
  timeZone: string,
): readonly CellToWrite[] {
  const text = (words: string | null | undefined): CellToWrite =>
    words === null || words === undefined ? null : { text: words };
  const count = (value: number): CellToWrite => ({ number: String(value) });
  const instant = (at: string | null): CellToWrite => text(at === null ? null : momentIn(at, timeZone));
  const { current } = row;
  switch (column) {
    case "status":
      return [text(t(`orderStatus.${row.status}`))];
    case "progress":
      return [count(row.received)];
    case "quantity":
      return [count(row.ordered), text(lookUp(`unit.${row.unit}`) ?? row.unit)];
    case "stage":
      return [text(current?.name), text(current === null ? null : t(`runState.${current.state}`))];
    case "standing":
      return [
        current === null
          ? null
          : { number: ((now.getTime() - Date.parse(current.since)) / 86_400_000).toFixed(1) },
      ];
    case "operator":
      return [text(current?.operatorName)];
    case "subcontractor":
      return [text(current?.subcontractorName)];
    case "due":
      return [text(row.dueDate)];
    case "plannedStart":
      return [instant(row.plannedStart)];
    case "plannedFinish":
      return [instant(row.plannedFinish)];
    case "priority":
      return [text(t(`priority.${row.priority}`))];
    case "deal":
      return [text(row.dealTitle)];
    case "created":
      return [instant(row.createdAt)];
    case "started":
      return [instant(row.startedAt)];
    case "finished":
      return [instant(row.finishedAt)];
    case "shortage":
      return [count(row.shortages)];
    case "defects":
      return [count(row.defects)];
    case "cost":
      return [row.cost === null ? null : { number: row.cost }];
  }
}

/** "2026-06-01 14:05", where the workspace is: what a spreadsheet of any language takes for a moment. */
function momentIn(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return parts.format(new Date(at));
}
