import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import pdfmake from "pdfmake";
import type { Pdf } from "./pdf.ts";

// Roboto has Latin and Cyrillic, and comes with pdfmake.
const folder = join(import.meta.dirname, "../../node_modules/pdfmake/fonts/Roboto");
pdfmake.setFonts({
  Roboto: {
    normal: join(folder, "Roboto-Regular.ttf"),
    bold: join(folder, "Roboto-Medium.ttf"),
    italics: join(folder, "Roboto-Italic.ttf"),
    bolditalics: join(folder, "Roboto-MediumItalic.ttf"),
  },
});
const between = (place: number, node: { readonly table: { readonly body: readonly unknown[] } }): number =>
  place === 0 || place === node.table.body.length ? 0 : 0.5;
pdfmake.addTableLayouts({
  /** a light line between rows */
  rows: { hLineWidth: between, vLineWidth: () => 0, hLineColor: () => "#bbbbbb", paddingLeft: () => 0 },
  /** boxes to write into */
  boxes: {
    hLineWidth: () => 0.6,
    vLineWidth: () => 0.6,
    hLineColor: () => "#777777",
    vLineColor: () => "#777777",
  },
});
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder));

const { title, language, paper, margins, fontSize, content, footer } = workerData as Pdf;
const numbered = (page: number, pages: number): string =>
  footer.right.replace("{page}", String(page)).replace("{pages}", String(pages));
const [left, , right] = margins;
const document = pdfmake.createPdf({
  info: { title, producer: "Treadle", creator: "Treadle" },
  language,
  pageSize: paper,
  pageMargins: margins,
  defaultStyle: { font: "Roboto", fontSize, lineHeight: 1.15 },
  content,
  footer: (page: number, pages: number) => ({
    margin: [left, 8, right, 0],
    fontSize: 7.5,
    color: "#555555",
    columns: [{ text: footer.left }, { text: numbered(page, pages), alignment: "right" }],
  }),
});
const bytes = await document.getBuffer();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(new Uint8Array(bytes));
