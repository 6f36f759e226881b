/** What texts of tables are written in here: by browsers and servers, by Excel, by Excel of the last century. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1251" | "windows-1252";

/** Never throws: whatever is no text in one encoding is one in the next. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  const encoding = findEncoding(bytes);
  // The mark at the beginning is left out by the decoder.
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

export function findEncoding(bytes: Uint8Array): TextEncoding {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  const wide = findWide(bytes.subarray(0, 4_096));
  if (wide !== null) return wide;
  if (isUtf8(bytes)) return "utf-8";
  return isCyrillic(bytes.subarray(0, 65_536)) ? "windows-1251" : "windows-1252";
}

/**
 * UTF-16 without a mark: separators, digits and line ends have a zero for their other half, always on the same side;
 * Cyrillic letters have a 4 there.
 */
function findWide(head: Uint8Array): "utf-16le" | "utf-16be" | null {
  const halves = { even: 0, odd: 0 };
  let zeros = 0;
  for (const [at, byte] of head.entries()) {
    if (byte === 0) zeros += 1;
    if (byte === 0 || byte === 4) halves[at % 2 === 0 ? "even" : "odd"] += 1;
  }
  if (zeros < 2 || head.length % 2 === 1) return null;
  const half = head.length / 2;
  if (halves.odd > half * 0.8 && halves.even < half * 0.2) return "utf-16le";
  if (halves.even > half * 0.8 && halves.odd < half * 0.2) return "utf-16be";
  return null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * In windows-1251 words are whole runs of high bytes; in the Western page these are single letters between plain ones
 * ("café", "Größe"). Two high bytes side by side, most of them letters, is what decides.
 */
function isCyrillic(head: Uint8Array): boolean {
  let inRuns = 0;
  let alone = 0;
  for (const [at, byte] of head.entries()) {
    if (!isCyrillicLetter(byte)) continue;
    if (isCyrillicLetter(head[at - 1] ?? 0) || isCyrillicLetter(head[at + 1] ?? 0)) inRuns += 1;
    else alone += 1;
  }
  return inRuns > alone;
}

// А–я, and Ё ё І і Ї ї Є є Ґ ґ
const others = new Set([0xa8, 0xb8, 0xb2, 0xb3, 0xaf, 0xbf, 0xaa, 0xba, 0xa5, 0xb4]);
const isCyrillicLetter = (byte: number): boolean => byte >= 0xc0 || others.has(byte);
