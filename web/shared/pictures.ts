/** The longest side that is sent: what a phone shows, and sharp enough to see a crack. */
export const longestSide = 1_600;
/** Aimed at, in bytes: a phone in the back of a workshop sends it in seconds. */
const wantedBytes = 400_000;
const qualities = [0.82, 0.72, 0.6] as const;

/** Sides in pixels, shrunk to fit; never enlarged. */
export function fitInside(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

let last: Promise<unknown> = Promise.resolve();

/**
 * A picture drawn anew on this device: shrunk, upright, and without what the camera noted of place, time and owner,
 * since only its points are carried over. What is no picture, or none that this browser can read (a phone's own
 * format), comes back as it is; the server looks again. One at a time: unpacked, each takes fifty megabytes.
 */
export function compressPicture(file: Blob, longest: number = longestSide): Promise<Blob> {
  const made = last.then(() => draw(file, longest));
  last = made;
  return made;
}

async function draw(file: Blob, longest: number): Promise<Blob> {
  if (!isDrawable(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    try {
      return (await encode(bitmap, longest, mayBeSeenThrough(file.type))) ?? file;
    } finally {
      bitmap.close();
    }
  } catch {
    return file;
  }
}

/** A drawing of lines (SVG) is refused anyway; of a moving picture the server takes the first frame. */
const isDrawable = (type: string): boolean =>
  type.startsWith("image/") && !type.startsWith("image/svg") && !type.startsWith("image/vnd");
const mayBeSeenThrough = (type: string): boolean => /png|webp|avif|gif/.test(type);

async function encode(bitmap: ImageBitmap, longest: number, seenThrough: boolean): Promise<Blob | null> {
  const { width, height } = fitInside(bitmap.width, bitmap.height, longest);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  // A browser that can't write WebP writes PNG instead, which keeps what is seen through as well.
  const type = seenThrough ? "image/webp" : "image/jpeg";
  let made: Blob | null = null;
  for (const quality of qualities) {
    made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
    if (made === null || made.size <= wantedBytes || made.type !== type) break;
  }
  return made;
}
