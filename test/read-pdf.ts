import sharp from "sharp";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

/**
 * What a reader sees in a PDF as pdfmake writes it: its words, by the fonts' own tables back to letters, and what its
 * filled bars say to a scanner. Enough for our own documents, not for anybody's.
 */
export async function readPdf(bytes: Buffer): Promise<{ pages: number; text: string; codes: string[] }> {
  const objects = readObjects(bytes);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary));
  const letters = readLetters(objects);
  const streams = pages.map(({ dictionary }) => {
    const id = Number(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1]);
    return objects.get(id)?.stream?.toString("latin1") ?? "";
  });
  const codes = await Promise.all(streams.map(readCode));
  return {
    pages: pages.length,
    text: streams.map((stream) => readText(stream, letters)).join("\n"),
    codes: codes.flatMap((code) => (code === null ? [] : [code])),
  };
}

type PdfObject = { readonly dictionary: string; readonly stream: Buffer | null };

function readObjects(bytes: Buffer): Map<number, PdfObject> {
  const whole = bytes.toString("latin1");
  const objects = new Map<number, PdfObject>();
  for (const match of whole.matchAll(/^(\d+) 0 obj\n/gm)) {
    const begin = match.index + match[0].length;
    const streamAt = whole.indexOf("stream\n", begin);
    const end = whole.indexOf("endobj", begin);
    const hasStream = streamAt !== -1 && streamAt < end;
    const dictionary = whole.slice(begin, hasStream ? streamAt : end);
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
    const raw = hasStream ? bytes.subarray(streamAt + 7, streamAt + 7 + length) : null;
    const packed = dictionary.includes("/FlateDecode");
    objects.set(Number(match[1]), { dictionary, stream: raw !== null && packed ? inflateSync(raw) : raw });
  }
  return objects;
}

/** By the name that a page gives a font: its glyphs' numbers as letters. */
function readLetters(objects: ReadonlyMap<number, PdfObject>): Map<string, Map<string, string>> {
  const named = new Map<string, Map<string, string>>();
  for (const { dictionary } of objects.values()) {
    for (const [, name, id] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const font = objects.get(Number(id))?.dictionary ?? "";
      const table = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1]))?.stream?.toString("latin1");
      if (name !== undefined && table !== undefined) named.set(name, readTable(table));
    }
  }
  return named;
}

function readTable(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, first, , list] of table.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    const codes = [...(list ?? "").matchAll(/<([0-9a-f ]+)>/gi)].map((found) => found[1] ?? "");
    for (const [place, code] of codes.entries()) {
      const glyph = (Number.parseInt(first ?? "0", 16) + place).toString(16).padStart(4, "0");
      const units = code.replaceAll(" ", "").match(/.{4}/g) ?? [];
      letters.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    }
  }
  return letters;
}

function readText(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> | undefined;
  let text = "";
  for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    for (const [, glyphs] of (shown ?? "").matchAll(/<([0-9a-f]+)>/gi)) {
      for (const glyph of glyphs?.match(/.{4}/g) ?? []) text += font?.get(glyph.toLowerCase()) ?? "?";
    }
  }
  return text;
}

const scale = 3;

/** Draws the page's filled rectangles, and lets a scanner look at them. */
async function readCode(stream: string): Promise<string | null> {
  const bars = [...stream.matchAll(/([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re\n(?:[^\n]*\n){0,4}?f\n/g)].map(
    (found) => found.slice(1).map((word) => Number(word) * scale),
  );
  if (bars.length === 0) return null;
  const [width, height] = [600 * scale, 850 * scale];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [x = 0, y = 0, w = 0, h = 0] of bars) {
    for (let row = Math.round(y); row < Math.round(y + h); row += 1) {
      for (let column = Math.round(x); column < Math.round(x + w); column += 1) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const { buffer } = new Uint8Array(readFileSync(wasm));
  prepareZXingModule({ overrides: { wasmBinary: buffer } });
  // As a file: the reader's other input is a type of browsers alone.
  const picture = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  const [code] = await readBarcodes(new Uint8Array(picture), { formats: ["QRCode"], tryHarder: true });
  return code?.text ?? null;
}
