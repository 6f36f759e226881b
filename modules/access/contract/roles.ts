/** Roles give access; trades (roaster, packer) are words of the workspace and give work. */
export const roles = [
  "owner",
  "admin",
  "sales_manager",
  "technologist",
  "supervisor",
  "operator",
  "storekeeper",
  "accountant",
] as const;
export type Role = (typeof roles)[number];

/** Who acts: a member signed in by password or PIN, or a trigger that an owner or admin has approved. */
export type Actor =
  | {
      readonly kind: "member";
      readonly memberId: string;
      readonly roles: readonly Role[];
      readonly tradeIds: readonly string[];
    }
  | { readonly kind: "automation" };
