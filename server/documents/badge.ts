import { initialsOf } from "#kernel/initials.ts";
import type { Translator } from "#web/texts/translator.ts";
import { drawQr } from "./draw-qr.ts";
import type { Pdf, PdfNode } from "./pdf.ts";

export type BadgePrint = {
  readonly name: string;
  readonly workspaceName: string;
  /** what the QR code says */
  readonly code: string;
  readonly now: Date;
  readonly texts: Translator<"documents" | "common">;
};

const soft = "#555555";
/** A bank card's, in points: what badge holders are made for. */
const card = { width: 243, height: 153 };
const qr = 84;

/** One badge on a sheet, to be cut out along its line. */
export function badgePdf({ name, workspaceName, code, now, texts }: BadgePrint): Pdf {
  const { t } = texts;
  return {
    title: t("badge.fileName", { name }),
    language: texts.language,
    paper: "A4",
    margins: [48, 48, 48, 48],
    fontSize: 9,
    content: [
      {
        table: {
          widths: [card.width],
          heights: [card.height],
          body: [[front(name, workspaceName, code, t("badge.show"))]],
        },
        layout: "boxes",
        margin: [0, 0, 0, 14],
      },
      { text: t("badge.cut"), margin: [0, 0, 0, 4] },
      { text: t("badge.keep"), color: soft },
    ],
    footer: {
      left: t("badge.issued", { when: texts.dateTime(now) }),
      right: "",
    },
  };
}

/**
 * So large that the longest word fits beside the code: a word breaks at its hyphen alone. A bold letter is some 0.62 em
 * wide.
 */
function sizeOf(name: string): number {
  const longest = Math.max(...name.split(/[\s-]+/).map((word) => word.length));
  return Math.min(15, Math.max(6, Math.floor(104 / (0.62 * longest))));
}

function front(name: string, workspaceName: string, code: string, hint: string): PdfNode {
  return {
    columns: [
      {
        width: "*",
        stack: [
          { text: workspaceName, color: soft, margin: [0, 2, 0, 8] },
          {
            table: {
              widths: [44],
              heights: [44],
              body: [
                [
                  {
                    text: initialsOf(name),
                    fontSize: 22,
                    bold: true,
                    alignment: "center",
                    color: "#ffffff",
                    fillColor: "#1f2937",
                    border: [false, false, false, false],
                    margin: [0, 9, 0, 0],
                  },
                ],
              ],
            },
            margin: [0, 0, 0, 8],
          },
          { text: name, fontSize: sizeOf(name), bold: true, lineHeight: 1.05 },
        ],
        margin: [6, 4, 0, 0],
      },
      {
        width: qr * 1.35,
        stack: [
          drawQr(code, qr),
          { text: hint, fontSize: 7, color: soft, alignment: "center", margin: [0, -6, 0, 0] },
        ],
      },
    ],
    columnGap: 4,
  };
}
