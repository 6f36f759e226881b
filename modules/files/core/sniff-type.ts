import { namesInZip } from "./names-in-zip.ts";

/** What a file is by its content alone: neither its name nor what the sender said is believed. */
export type Sniffed =
  | { readonly kind: "picture"; readonly mediaType: PictureType }
  | { readonly kind: "document"; readonly mediaType: DocumentType }
  /** Nothing that we take; `type` is a word for the sentence that says so. */
  | { readonly kind: "refused"; readonly type: RefusedType };

export type PictureType =
  | "image/jpeg"
  | "image/png"
  | "image/webp"
  | "image/gif"
  | "image/avif"
  | "image/heic";
export type DocumentType = keyof typeof endingOfType;
export type RefusedType = "web_page" | "macros" | "archive" | "other";

/** The ending that a document's name must have when it is handed out: names are not believed there either. */
export const endingOfType = {
  "application/pdf": ".pdf",
  "text/plain": ".txt",
  "text/csv": ".csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
  "application/vnd.oasis.opendocument.text": ".odt",
  "application/vnd.oasis.opendocument.spreadsheet": ".ods",
  "image/vnd.dxf": ".dxf",
} as const;

export function sniffType(bytes: Uint8Array): Sniffed {
  const picture = sniffPicture(bytes);
  if (picture !== null) return { kind: "picture", mediaType: picture };
  if (startsWith(bytes, "%PDF-")) return { kind: "document", mediaType: "application/pdf" };
  if (startsWith(bytes, "AutoCAD Binary DXF\r\n\u001a\0")) {
    return { kind: "document", mediaType: "image/vnd.dxf" };
  }
  if (startsWith(bytes, "PK\u0003\u0004")) return sniffZip(bytes);
  return sniffText(bytes);
}

function sniffPicture(bytes: Uint8Array): PictureType | null {
  if (startsWith(bytes, "\u00ff\u00d8\u00ff")) return "image/jpeg";
  if (startsWith(bytes, "\u0089PNG\r\n\u001a\n")) return "image/png";
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return "image/webp";
  if (startsWith(bytes, "GIF87a") || startsWith(bytes, "GIF89a")) return "image/gif";
  if (startsWith(bytes, "ftyp", 4)) {
    const brand = latin(bytes.subarray(8, 12));
    if (brand === "avif" || brand === "avis") return "image/avif";
    if (["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"].includes(brand)) return "image/heic";
  }
  return null;
}

/** Spreadsheets and texts of offices are archives; another archive could hold anything. */
function sniffZip(bytes: Uint8Array): Sniffed {
  const names = namesInZip(bytes);
  if (names === null) return { kind: "refused", type: "archive" };
  if (names.some((name) => /vbaproject|macros?\/|^basic\/|^scripts\//i.test(name))) {
    return { kind: "refused", type: "macros" };
  }
  const office = names.includes("[Content_Types].xml")
    ? "application/vnd.openxmlformats-officedocument"
    : null;
  if (office !== null && names.includes("xl/workbook.xml")) {
    return { kind: "document", mediaType: `${office}.spreadsheetml.sheet` };
  }
  if (office !== null && names.includes("word/document.xml")) {
    return { kind: "document", mediaType: `${office}.wordprocessingml.document` };
  }
  // An OpenDocument file begins with its own type, uncompressed, after a header of 30 bytes and the entry's name.
  const said = names[0] === "mimetype" ? latin(bytes.subarray(38, 38 + 80)) : "";
  for (const type of ["text", "spreadsheet"] as const) {
    const mediaType = `application/vnd.oasis.opendocument.${type}` as const;
    if (said.startsWith(mediaType)) return { kind: "document", mediaType };
  }
  return { kind: "refused", type: "archive" };
}

// Tab, line feed, form feed, carriage return; the others stand in no text. 0x1a ended texts under DOS.
const controlsOfTexts = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1a]);

/** Bytes from 128 on may be of any code page (Excel still writes CSV in windows-1251): only controls give away. */
function sniffText(bytes: Uint8Array): Sniffed {
  const wide = startsWith(bytes, "\u00ff\u00fe")
    ? "utf-16le"
    : startsWith(bytes, "\u00fe\u00ff")
      ? "utf-16be"
      : null;
  if (wide === null && !isPlain(bytes)) return { kind: "refused", type: "other" };
  const head = wide === null ? latin(bytes.subarray(0, 4096)) : wideText(bytes, wide).slice(0, 4096);
  const text = head.replace(/^(\u00ef\u00bb\u00bf|\ufeff)/, "").trimStart();
  if (wide !== null && text.includes("\0")) return { kind: "refused", type: "other" };
  if (text.startsWith("<") || /<(script|html|head|body|svg|iframe|!doctype)\b/i.test(text)) {
    return { kind: "refused", type: "web_page" };
  }
  // Pairs of lines, a number and a value; the first section opens with 0, comments (999) may come before.
  if (/^(999\r?\n.*\r?\n\s*)*0\r?\n\s*SECTION\b/.test(text)) {
    return { kind: "document", mediaType: "image/vnd.dxf" };
  }
  return { kind: "document", mediaType: isTable(text) ? "text/csv" : "text/plain" };
}

/** Each of the first lines has the same separator, as often as the first one has it. */
function isTable(text: string): boolean {
  const lines = text.split(/\r?\n/, 6).filter((line) => line !== "");
  // The last one may have been cut.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return [";", ",", "\t"].some((separator) => {
    const counts = whole.map((line) => line.replaceAll(/"[^"]*"/g, "").split(separator).length - 1);
    return (counts[0] ?? 0) > 0 && counts.every((count) => count === counts[0]);
  });
}

function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte < 0x20 ? !controlsOfTexts.has(byte) : byte === 0x7f) return false;
  }
  return true;
}

/** UTF-16 by hand, as far as a look at the beginning needs it. */
function wideText(bytes: Uint8Array, order: "utf-16le" | "utf-16be"): string {
  let text = "";
  for (let at = 2; at + 1 < Math.min(bytes.length, 8194); at += 2) {
    const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
    text += String.fromCharCode(order === "utf-16le" ? first | (second << 8) : (first << 8) | second);
  }
  return text;
}

/** One character a byte. */
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function startsWith(bytes: Uint8Array, words: string, at = 0): boolean {
  if (bytes.length < at + words.length) return false;
  for (let index = 0; index < words.length; index += 1) {
    if (bytes[at + index] !== words.charCodeAt(index)) return false;
  }
  return true;
}
