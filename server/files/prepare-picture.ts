import type sharpModule from "sharp";
import { no, ok, type Result } from "#kernel/result.ts";

export type PreparedPicture = {
  readonly picture: Buffer;
  readonly thumbnail: Buffer;
  readonly mediaType: "image/webp";
  readonly width: number;
  readonly height: number;
};

const longestSide = 2_000;
const longestThumbnailSide = 400;
/** More than any phone's picture has; a small file can claim to be an endless one. */
const mostPixels = 120_000_000;
/** At once: each holds a picture of up to a few hundred megabytes unpacked. */
const mostAtOnce = 2;

let loading: Promise<typeof sharpModule> | undefined;

/** With the first picture: it is 20 MB of memory and a good part of the time that a start takes. */
async function loadSharp(): Promise<typeof sharpModule> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    // Two cores are for answering, too: one thread a picture.
    sharp.concurrency(1);
    // It would keep what it has read for the next one of the same name; here each picture comes once.
    sharp.cache(false);
    return sharp;
  });
  return loading;
}

let working = 0;
const waiting: (() => void)[] = [];

/**
 * Writes a picture anew: upright, shrunk, in sRGB, and without anything that the camera noted (place, time, owner,
 * embedded thumbnails), since nothing but its points is carried over. Of a moving one the first frame. Refuses
 * `file_not_a_picture` when the bytes can't be read as one.
 */
export async function preparePicture(bytes: Uint8Array): Promise<Result<PreparedPicture>> {
  const sharp = await loadSharp();
  if (working >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    const full = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80, effort: 3 })
      .toBuffer({ resolveWithObject: true });
    const thumbnail = await sharp(full.data)
      .resize({
        width: longestThumbnailSide,
        height: longestThumbnailSide,
        fit: "inside",
        withoutEnlargement: true,
      })
      .webp({ quality: 75, effort: 3 })
      .toBuffer();
    const { width, height } = full.info;
    return ok({ picture: full.data, thumbnail, mediaType: "image/webp", width, height });
  } catch {
    // Whatever sharp says of it is for us to read, not for the sender.
    return no("file_not_a_picture");
  } finally {
    const next = waiting.shift();
    if (next === undefined) working -= 1;
    else next();
  }
}
