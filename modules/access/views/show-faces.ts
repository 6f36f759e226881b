import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type FaceOnWall = {
  readonly id: Id;
  readonly name: string;
  readonly hasPin: boolean;
  readonly signedInAt: string | null;
  readonly working: {
    readonly stageName: string;
    readonly orderNumber: number;
    readonly since: string;
  } | null;
};
export type Faces = {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly language: "en" | "uk";
  readonly members: FaceOnWall[];
};

type Row = {
  id: Id;
  name: string;
  hasPin: boolean;
  signedInAt: Date | null;
  stageName: string | null;
  orderNumber: number | null;
  since: Date | null;
};

/**
 * Who can sign in on the shared device: those with a PIN or a badge; with what they have running, wherever they began
 * it, and since when they are signed in here this shift (sessions live for one). At most 500, by name.
 */
export async function showFaces(tx: Tx, deviceId: Id, now: Date): Promise<Faces> {
  const workspace = await tx.db
    .selectFrom("workspace")
    .select(["slug", "name", "language"])
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<Row>`
    select m.id, m.name, m.pin_hash is not null as "hasPin",
      (select max(s.created_at) from auth.member_session s
       where s.workspace_id = m.workspace_id and s.member_id = m.id and s.device_id = ${deviceId}
         and s.expires_at > ${now}) as "signedInAt",
      w.stage_name as "stageName", w.number as "orderNumber", w.started_at as since
    from member m
    left join lateral (
      select r.stage_name, o.number, i.started_at
      from work_interval i
      join run r on r.workspace_id = i.workspace_id and r.id = i.run_id
      join production_order o on o.workspace_id = i.workspace_id and o.id = i.order_id
      where i.workspace_id = m.workspace_id and i.member_id = m.id
        and i.ended_at is null and i.kind = 'work' and i.leads
    ) w on true
    where m.workspace_id = ${tx.workspaceId} and m.active
      and (m.pin_hash is not null or exists (
        select from badge b
        where b.workspace_id = m.workspace_id and b.member_id = m.id and b.revoked_at is null))
    order by lower(m.name) collate "und-x-icu", m.id
    limit 500`.execute(tx.db);
  const { slug, name, language } = workspace;
  return { workspace: { slug, name }, language: language === "uk" ? "uk" : "en", members: rows.map(toFace) };
}

function toFace({ id, name, hasPin, signedInAt, stageName, orderNumber, since }: Row): FaceOnWall {
  const working =
    stageName === null || orderNumber === null || since === null
      ? null
      : { stageName, orderNumber, since: since.toISOString() };
  return { id, name, hasPin, signedInAt: signedInAt?.toISOString() ?? null, working };
}
