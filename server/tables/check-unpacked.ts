import { inflateRawSync } from "node:zlib";

const stored = 0;
const deflated = 8;

/**
 * Whether all of a zip archive is at most `most` bytes unpacked. What the archive says of its own sizes is not
 * believed: everything is unpacked once, piece by piece, and thrown away. False for a broken archive, too.
 */
export function unpacksWithin(bytes: Uint8Array, most: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) return false;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let left = most;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return false;
    const size = unpackedSize(bytes, view, at, left);
    if (size === null || size > left) return false;
    left -= size;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return true;
}

/** Null where it can't be unpacked, or would be more than `most`. */
function unpackedSize(bytes: Uint8Array, view: DataView, at: number, most: number): number | null {
  const method = view.getUint16(at + 10, true);
  const packed = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (local + 30 > bytes.length || view.getUint32(local, true) !== 0x04034b50) return null;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > bytes.length) return null;
  if (method === stored) return packed;
  if (method !== deflated) return null;
  try {
    return inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: Math.max(1, most) })
      .length;
  } catch {
    return null;
  }
}

/** The record that ends an archive; a comment of up to 65,535 bytes may follow it. */
function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return null;
}
