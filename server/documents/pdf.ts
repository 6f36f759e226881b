/**
 * What pdfmake lays out, as plain data: it goes to a thread of its own, so there are no functions in it. Texts are
 * only ever texts to it; it follows no address.
 */
export type PdfNode = string | Readonly<Record<string, unknown>> | readonly PdfNode[];

export type Pdf = {
  readonly title: string;
  readonly language: string;
  readonly paper: "A4" | "A5";
  /** left, top, right, bottom, in points */
  readonly margins: readonly [number, number, number, number];
  readonly fontSize: number;
  readonly content: readonly PdfNode[];
  /** at the foot of each page; `{page}` and `{pages}` in `right` are the numbers */
  readonly footer: { readonly left: string; readonly right: string };
};
