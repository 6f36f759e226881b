import { sniffType } from "#modules/files/core/sniff-type.ts";
import { findEncoding } from "./decode-text.ts";
import type { TableFormat } from "./table.ts";

export type LooksLike =
  | "picture"
  | "pdf"
  | "old_xls"
  | "ods"
  | "document"
  | "web_page"
  | "macros"
  | "archive"
  | "drawing"
  | "other";

/** What a file is by its content: a table that can be read, or what it looks like instead. Names are not believed. */
export function sniffTable(
  bytes: Uint8Array,
): { readonly format: TableFormat } | { readonly looks: LooksLike } {
  // Excel before 2007, and every other office of that time.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0)
    return { looks: "old_xls" };
  const encoding = findEncoding(bytes);
  if ((encoding === "utf-16le" || encoding === "utf-16be") && sniffType(bytes).kind !== "picture") {
    return isText(new TextDecoder(encoding).decode(bytes.subarray(0, 4_096)))
      ? { format: "text" }
      : { looks: "other" };
  }
  const sniffed = sniffType(bytes);
  if (sniffed.kind === "picture") return { looks: "picture" };
  if (sniffed.kind === "refused") return { looks: sniffed.type };
  switch (sniffed.mediaType) {
    case "text/csv":
    case "text/plain":
      return { format: "text" };
    case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
      return { format: "xlsx" };
    case "application/pdf":
      return { looks: "pdf" };
    case "application/vnd.oasis.opendocument.spreadsheet":
      return { looks: "ods" };
    case "image/vnd.dxf":
      return { looks: "drawing" };
    default:
      return { looks: "document" };
  }
}

const isText = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- naming the control characters is the point
  !/[\u0000-\u0008\u000e-\u001f]/.test(text) && !text.trimStart().startsWith("<");
