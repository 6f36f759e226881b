import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "uqr";

const width = 640;
const height = 480;
const cell = 10;

/**
 * Flags for a browser whose camera sees a sheet with a QR code, for ever; the film lies in the folder. It is
 * uncompressed (YUV4MPEG2), as Chromium reads films for its camera.
 */
export function cameraFlags(folder: string, code: string): string[] {
  const { data, size } = encode(code, { border: 2 });
  const left = Math.floor((width - size * cell) / 2);
  const top = Math.floor((height - size * cell) / 2);
  const light = Buffer.alloc(width * height, 235);
  for (const [row, cells] of data.entries()) {
    for (const [column, dark] of cells.entries()) {
      if (!dark) continue;
      for (let line = 0; line < cell; line += 1) {
        const start = (top + row * cell + line) * width + left + column * cell;
        light.fill(16, start, start + cell);
      }
    }
  }
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), light, colour]);
  const file = join(folder, "camera.y4m");
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`);
  writeFileSync(file, Buffer.concat([head, frame, frame]));
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${file}`,
  ];
}
