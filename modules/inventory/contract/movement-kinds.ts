export const movementKinds = [
  "receipt",
  "issue",
  "return",
  "output",
  "transfer_out",
  "transfer_in",
  "adjustment",
  "shipment",
  "scrap",
] as const;
export type MovementKind = (typeof movementKinds)[number];
