import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

/** A picture as a data URL that pdfmake can read: it knows no WebP. null where it is no picture. */
export async function printablePicture(content: Readable): Promise<string | null> {
  // With the first picture, as prepare-picture.ts does: it takes a good part of a start.
  const { default: sharp } = await import("sharp");
  try {
    const jpeg = await sharp(await buffer(content), { failOn: "error" })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 85 })
      .toBuffer();
    return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
  } catch {
    return null;
  }
}
