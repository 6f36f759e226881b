import { encode } from "uqr";
import type { PdfNode } from "./pdf.ts";

export type Bar = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** The dark modules of a QR code as bars, a run of neighbours in a row being one; `size` points wide in all. */
export function qrBars(
  text: string,
  size: number,
): { readonly bars: readonly Bar[]; readonly quiet: number } {
  // Quarter of it may be covered by a thumb or a coffee ring; the quiet zone is the caller's to keep.
  const { data, size: modules } = encode(text, { ecc: "M", border: 0 });
  const side = size / modules;
  const bars: Bar[] = [];
  for (const [row, cells] of data.entries()) {
    for (let column = 0; column < cells.length; column += 1) {
      if (cells[column] !== true) continue;
      let end = column;
      while (cells[end + 1] === true) end += 1;
      // A hair over, so that no white line shows between rows of a drawing that is scaled.
      bars.push({ x: column * side, y: row * side, w: (end - column + 1) * side, h: side + 0.05 });
      column = end;
    }
  }
  return { bars, quiet: 4 * side };
}

/** As filled bars and not as a picture: sharp on any printer. An outline would eat into the light modules. */
export function drawQr(text: string, size: number): PdfNode {
  const { bars, quiet } = qrBars(text, size);
  return {
    canvas: bars.map((bar) => ({ type: "rect", ...bar, color: "#000000" })),
    margin: [quiet, quiet, 0, quiet],
  };
}
