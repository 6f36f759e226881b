import type { OutputOf } from "#modules/routes.ts";

export type BatchState = OutputOf<"listBatches">["rows"][number]["state"];
export const batchTones = { good: "gray", soon: "yellow", expired: "red" } as const satisfies Record<
  BatchState,
  string
>;
