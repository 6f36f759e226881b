import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Faces = {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly language: "en" | "uk";
  readonly members: { readonly id: Id; readonly name: string }[];
};

/** Who can sign in on a shared device: those with a PIN. At most 500, by name. */
export async function showFaces(tx: Tx): Promise<Faces> {
  const workspace = await tx.db
    .selectFrom("workspace")
    .select(["slug", "name", "language"])
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirstOrThrow();
  const members = await tx.db
    .selectFrom("member")
    .select(["id", "name"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("active", "=", true)
    .where("pin_hash", "is not", null)
    .orderBy(sql`lower(name) collate "und-x-icu"`)
    .orderBy("id")
    .limit(500)
    .execute();
  const { slug, name, language } = workspace;
  return { workspace: { slug, name }, language: language === "uk" ? "uk" : "en", members };
}
