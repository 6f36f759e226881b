import type { AttributeValue, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { StageCheck } from "#modules/templates/contract/template-body.ts";
import type {
  JobCard,
  JobCardLot,
  JobCardMaterial,
  JobCards,
  JobCardStage,
} from "#modules/production/views/read-job-cards.ts";
import { text } from "#kernel/decimal.ts";
import type { Translator } from "#web/texts/translator.ts";
import { drawQr } from "./draw-qr.ts";
import type { Pdf, PdfNode } from "./pdf.ts";
import { printRichText } from "./print-rich-text.ts";

export type JobCardTexts = Translator<"documents" | "common">;
export type JobCardPrint = {
  readonly paper: "A4" | "A5";
  readonly texts: JobCardTexts;
  readonly now: Date;
  /** what the QR code says: the address that opens the order */
  readonly addressOf: (orderId: string) => string;
  /** by their keys in the storage, as data URLs that pdfmake reads (JPEG or PNG) */
  readonly pictures: ReadonlyMap<string, string>;
};

const soft = "#555555";

/** The printed cards of orders, each on pages of its own. It names no price: it lies about on the shop floor. */
export function jobCardPdf({ workspaceName, cards }: JobCards, print: JobCardPrint): Pdf {
  const { texts, paper, now } = print;
  const { t } = texts;
  const [first] = cards;
  const only = cards.length === 1 ? first : undefined;
  const small = paper === "A5";
  return {
    title:
      only === undefined
        ? t("jobCard.fileNameOfMany", { count: cards.length })
        : t("jobCard.fileName", { number: only.number }),
    language: texts.language,
    paper,
    margins: small ? [24, 22, 24, 30] : [36, 32, 36, 38],
    fontSize: small ? 8 : 9.5,
    content: cards.flatMap((card, place) => printCard(card, workspaceName, print, place > 0)),
    footer: {
      left: t("jobCard.printed", { when: texts.dateTime(now) }),
      right:
        only === undefined
          ? t("jobCard.pageOfMany", { page: "{page}", pages: "{pages}" })
          : t("jobCard.page", { number: only.number, page: "{page}", pages: "{pages}" }),
    },
  };
}

function printCard(card: JobCard, workspaceName: string, print: JobCardPrint, breaks: boolean): PdfNode[] {
  return [
    { ...head(card, workspaceName, print), ...(breaks ? { pageBreak: "before" } : {}) },
    ...facts(card, print.texts),
    ...details(card, print.texts),
    ...parts(card, print.texts),
    stages(card, print.texts),
  ];
}

function head(card: JobCard, workspaceName: string, print: JobCardPrint): Readonly<Record<string, unknown>> {
  const { t, quantity } = print.texts;
  const small = print.paper === "A5";
  const picture = card.pictureKey === null ? undefined : print.pictures.get(card.pictureKey);
  const closed =
    card.status === "cancelled" ? t("jobCard.cancelled") : card.status === "done" ? t("jobCard.done") : null;
  const qr = small ? 74 : 92;
  return {
    columns: [
      {
        width: "*",
        stack: [
          { text: workspaceName, color: soft },
          { text: t("jobCard.title"), color: soft, margin: [0, 0, 0, 2] },
          {
            text: [
              `№${card.number}`,
              closed === null ? "" : { text: `   ${closed}`, fontSize: 12, color: "#b00020" },
            ],
            fontSize: small ? 26 : 34,
            bold: true,
            lineHeight: 1,
          },
          { text: card.itemName, fontSize: small ? 13 : 16, bold: true, margin: [0, 4, 0, 0] },
          ...(card.variantName === "" || card.variantName === card.itemName
            ? []
            : [{ text: card.variantName, fontSize: small ? 10 : 12 }]),
          {
            text: quantity(String(card.ordered), card.unit),
            fontSize: small ? 16 : 20,
            bold: true,
            margin: [0, 4, 0, 0],
          },
        ],
      },
      ...(picture === undefined
        ? []
        : [{ width: "auto", image: picture, fit: small ? [90, 90] : [130, 120], margin: [8, 4, 8, 0] }]),
      {
        width: qr * 1.35,
        stack: [
          drawQr(print.addressOf(card.orderId), qr),
          { text: t("jobCard.scan"), fontSize: 7, color: soft, alignment: "center", margin: [0, -8, 0, 0] },
        ],
      },
    ],
    columnGap: 8,
    margin: [0, 0, 0, 4],
  };
}

function facts(card: JobCard, { t, date, list }: JobCardTexts): PdfNode[] {
  const rows: [string, string][] = [[t("jobCard.batchMode"), t(`jobCard.batch.${card.batchMode}`)]];
  if (card.dueDate !== null) rows.push([t("jobCard.due"), date(card.dueDate)]);
  rows.push([t("jobCard.priority"), t(`jobCard.priority.${card.priority}`)]);
  if (card.dealTitle !== null) rows.push([t("jobCard.deal"), card.dealTitle]);
  if (card.customerName !== null) rows.push([t("jobCard.customer"), card.customerName]);
  if (card.madeForNumber !== null) rows.push([t("jobCard.madeFor"), `№${card.madeForNumber}`]);
  if (card.responsibleName !== null) rows.push([t("jobCard.responsible"), card.responsibleName]);
  if (card.upsells.length > 0) rows.push([t("jobCard.upsells"), list(card.upsells)]);
  return [pairs(rows), ...(card.notes.trim() === "" ? [] : [box(t("jobCard.notes"), card.notes.trim())])];
}

/** Names and values, two pairs in a row. */
function pairs(rows: readonly (readonly [string, string])[]): PdfNode {
  const cells = rows.map(([name, value]) => ({
    text: [
      { text: `${name}  `, color: soft },
      { text: value, bold: true },
    ],
  }));
  const body: PdfNode[][] = [];
  for (let place = 0; place < cells.length; place += 2) {
    const [one, other] = [cells[place] ?? "", cells[place + 1] ?? ""];
    body.push([one, other]);
  }
  return { table: { widths: ["*", "*"], body }, layout: "rows", margin: [0, 2, 0, 6] };
}

function box(name: string, value: string): PdfNode {
  return {
    table: { widths: ["*"], body: [[{ text: [{ text: `${name}  `, color: soft }, value] }]] },
    layout: "boxes",
    margin: [0, 0, 0, 6],
  };
}

function details(card: JobCard, texts: JobCardTexts): PdfNode[] {
  const rows = Object.entries(card.attributes).map(([name, value]): [string, string] => [
    name,
    worded(value, texts),
  ]);
  return rows.length === 0 ? [] : [title(texts.t("jobCard.details")), pairs(rows)];
}

const worded = (value: AttributeValue, { quantity }: JobCardTexts): string =>
  "text" in value ? value.text : quantity(value.amount, value.unit);

const title = (words: string): PdfNode => ({ text: words, bold: true, fontSize: 11, margin: [0, 4, 0, 2] });

/** Unit by unit where units differ, else the parts that an order has come apart into. */
function parts(card: JobCard, texts: JobCardTexts): PdfNode[] {
  const { t } = texts;
  const differ = card.lots.some((lot) => Object.keys(lot.attributes).length > 0);
  if (card.lots.length === 0 || (card.batchMode === "per_unit" && !differ)) return [];
  const more = card.lotsTotal - card.lots.length;
  const rows = card.lots.map((lot): PdfNode[] => [
    { text: lot.number, bold: true },
    card.batchMode === "per_unit" ? ownValues(lot.attributes, texts) : partInWords(lot, card, texts),
  ]);
  return [
    title(card.batchMode === "per_unit" ? t("jobCard.units") : t("jobCard.lots")),
    { table: { widths: [40, "*"], body: rows }, layout: "rows", margin: [0, 0, 0, 4] },
    ...(more > 0
      ? [{ text: t("jobCard.unitsMore", { count: more }), color: soft, margin: [0, 0, 0, 4] }]
      : []),
  ];
}

const ownValues = (attributes: OrderAttributes, texts: JobCardTexts): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}: ${worded(value, texts)}`)
    .join(" · ");

function partInWords(lot: JobCardLot, card: JobCard, texts: JobCardTexts): string {
  const states = {
    in_work: "jobCard.lotInWork",
    held: "jobCard.lotHeld",
    escalated: "jobCard.lotEscalated",
    finished: "jobCard.lotFinished",
  } as const;
  const state = lot.state in states ? texts.t(states[lot.state as keyof typeof states]) : "";
  return [texts.quantity(String(lot.units), card.unit), state].filter((part) => part !== "").join(", ");
}

/** One table, so that its first row comes again on each page: a loose second page says whose it is. */
function stages(card: JobCard, texts: JobCardTexts): PdfNode {
  const whose = `№${card.number}  ${card.itemName}`;
  const again = [
    {
      columns: [
        { text: texts.t("jobCard.stages"), bold: true, fontSize: 11 },
        { text: whose, color: soft, alignment: "right", fontSize: 8 },
      ],
      margin: [0, 4, 0, 2],
    },
  ];
  return {
    table: {
      widths: ["*"],
      headerRows: 1,
      keepWithHeaderRows: 1,
      // A row longer than a page can't be kept together.
      dontBreakRows: card.stages.every((stage) => JSON.stringify(stage.instruction).length < 2_000),
      body: [again, ...card.stages.map((stage, place) => [{ stack: printStage(stage, place + 1, texts) }])],
    },
    layout: "rows",
  };
}

function printStage(stage: JobCardStage, number: number, texts: JobCardTexts): PdfNode[] {
  const { t, duration } = texts;
  const by = `${t("jobCard.performer")}: ${performer(stage, texts)}`;
  const planned =
    stage.plannedSeconds > 0 ? `${t("jobCard.planned")}: ${duration(stage.plannedSeconds)}` : "";
  const name = [`${number}. ${stage.name}`, ...(stage.optional ? [t("jobCard.optional")] : [])].join(" · ");
  return [
    {
      columns: [
        { width: "*", text: name, bold: true, fontSize: 11 },
        { width: "auto", text: [by, planned].filter((part) => part !== "").join("   "), color: soft },
      ],
      columnGap: 8,
      margin: [0, 2, 0, 2],
    },
    ...printRichText(stage.instruction),
    ...(stage.materials.length === 0 ? [] : [materials(stage.materials, texts)]),
    ...stage.checks.map((check) => tick(checkInWords(check, texts))),
    ...(stage.photoRequired ? [tick(t("jobCard.photoRequired"))] : []),
    results(texts),
    ...wait(stage, texts),
  ];
}

function performer({ performerName, performerRole }: JobCardStage, { t, lookUp }: JobCardTexts): string {
  if (performerName !== null) return performerName;
  const role = performerRole === null ? undefined : lookUp(`jobCard.role.${performerRole}`);
  return role ?? t("jobCard.anybody");
}

function materials(rows: readonly JobCardMaterial[], { t, quantity }: JobCardTexts): PdfNode {
  const names = [t("jobCard.material"), t("jobCard.norm"), t("jobCard.warehouse"), t("jobCard.used")];
  return {
    table: {
      widths: ["*", "auto", "auto", 70],
      body: [
        names.map((name, place) => ({ text: name, color: soft, alignment: place === 1 ? "right" : "left" })),
        ...rows.map((row) => [
          row.variantName === row.itemName
            ? row.itemName
            : [row.itemName, row.variantName ?? `(${t("jobCard.pick")})`]
                .filter((part) => part !== "")
                .join(", "),
          { text: quantity(text(row.required), row.unit), alignment: "right", bold: true },
          row.warehouseName,
          "",
        ]),
      ],
    },
    layout: "boxes",
    margin: [0, 2, 0, 4],
  };
}

const tick = (words: string): PdfNode => ({
  columns: [
    { width: 14, canvas: [{ type: "rect", x: 0, y: 1, w: 8, h: 8, lineWidth: 0.8, lineColor: "#000000" }] },
    { width: "*", text: words },
  ],
  margin: [0, 1, 0, 1],
});

function checkInWords(check: StageCheck, { t, number, quantity }: JobCardTexts): string {
  switch (check.kind) {
    case "yes_no":
      return `${check.name} (${t("jobCard.checkYesNo")})`;
    case "photo":
      return `${check.name} (${t("jobCard.checkPhoto")})`;
    case "text":
      return `${check.name}: ${"_".repeat(30)}`;
    case "number": {
      const amount = (value: string): string =>
        check.unit === null ? number(value) : quantity(value, check.unit);
      const { minimum, maximum } = check;
      const range =
        minimum !== null && maximum !== null
          ? t("jobCard.checkRange", { minimum: amount(minimum), maximum: amount(maximum) })
          : minimum !== null
            ? t("jobCard.checkFrom", { minimum: amount(minimum) })
            : maximum !== null
              ? t("jobCard.checkTo", { maximum: amount(maximum) })
              : "";
      return `${check.name}${range === "" ? "" : `, ${range}`}: ${"_".repeat(12)}`;
    }
  }
}

/** Boxes that a pencil fits into. */
function results({ t }: JobCardTexts): PdfNode {
  const names = [t("jobCard.good"), t("jobCard.scrap"), t("jobCard.initials"), t("jobCard.date")];
  return {
    table: {
      widths: ["*", "*", "*", "*"],
      body: [names.map((name) => ({ text: name, color: soft, fontSize: 7, margin: [0, 0, 0, 13] }))],
    },
    layout: "boxes",
    margin: [0, 4, 0, 4],
  };
}

function wait(stage: JobCardStage, { t, duration }: JobCardTexts): PdfNode[] {
  const { waitName, waitMinimumSeconds, waitMaximumSeconds } = stage;
  if (waitName === null) return [];
  const time = duration(waitMinimumSeconds);
  const words =
    waitMaximumSeconds === null
      ? t("jobCard.wait", { name: waitName, time })
      : t("jobCard.waitAtMost", { name: waitName, time, most: duration(waitMaximumSeconds) });
  return [{ text: words, italics: true, margin: [0, 0, 0, 3] }];
}
