import type { Tone } from "../../production/order-tones.ts";
import type { ImportedRow, ShownImport } from "./import-types.ts";

export const importTones: Readonly<Record<ShownImport["state"], Tone>> = {
  reading: "running",
  ready: "waiting",
  taking: "running",
  done: "done",
  cancelled: "plain",
  refused: "alarm",
};

export const verdictTones: Readonly<Record<NonNullable<ImportedRow["verdict"]>, Tone>> = {
  new: "done",
  changed: "running",
  same: "plain",
  bad: "alarm",
};
