import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { FileRow } from "#modules/files/contract/routes.ts";
import type { fileRoutes } from "#modules/production/contract/order-file-routes.ts";
import { findChat } from "#modules/production/store/order-chat.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof fileRoutes.showOrderFiles;
type Files = Output<Route>;
type Versioned = Files["drawings"][number];
type Added = Files["product"][number];
type AddedRow = FileRow & { addedByName: string | null; addedAt: Date };

const mostShown = 200;

export async function showOrderFiles(
  tx: Tx,
  { orderId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Files>> {
  const { rows: orders } = await sql<{ itemId: Id; dealId: Id | null; dealTitle: string | null }>`
    select v.item_id as "itemId", d.id as "dealId", d.title as "dealTitle"
    from production_order o
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const [order] = orders;
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const { itemId, dealId, dealTitle } = order;
  const chat = await findChat(tx, orderId);
  const versions = await readVersions(tx, orderId);
  const ofDeal = dealId !== null && dealTitle !== null && viewer.may("deal.read");
  return ok({
    drawings: versionsOf(versions, "drawing"),
    attachments: versionsOf(versions, "attachment"),
    photos: await readPhotos(tx, orderId),
    // The photos of a product stand on its cards.
    product: await readFiles(tx, sql`l.thing = 'item' and l.thing_id = ${itemId} and l.role <> 'photo'`),
    deal: ofDeal
      ? {
          dealId,
          title: dealTitle,
          files: await readFiles(tx, sql`l.thing = 'deal' and l.thing_id = ${dealId}`),
        }
      : null,
    chat:
      chat !== null && viewer.may("chat.read", chat)
        ? await readFiles(
            tx,
            sql`l.thing = 'order_message' and l.thing_id in (
              select c.id from order_message c
              where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and not c.removed)`,
          )
        : null,
  });
}

const columns = (tx: Tx): RawBuilder<unknown> => sql`
  f.id, f.name, f.kind, f.media_type as "mediaType", f.bytes, f.width, f.height, l.added_at as "addedAt",
  (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = l.added_by) as "addedByName"`;

const told = <R extends AddedRow>({ addedAt, ...row }: R): Omit<R, "addedAt"> & { addedAt: string } => ({
  ...row,
  addedAt: addedAt.toISOString(),
});

async function readFiles(tx: Tx, which: RawBuilder<unknown>): Promise<Added[]> {
  const { rows } = await sql<AddedRow>`
    select ${columns(tx)}
    from file_link l
    join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
    where l.workspace_id = ${tx.workspaceId} and ${which} and l.removed_at is null
    order by l.added_at desc, l.position desc, l.id
    limit ${mostShown}`.execute(tx.db);
  return rows.map(told);
}

type VersionRow = AddedRow & { role: string; number: number };

/** Uploading the same name again is a new version of the file; the number counts those that were removed too. */
async function readVersions(tx: Tx, orderId: Id): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select kept.id, kept.name, kept.kind, kept."mediaType", kept.bytes, kept.width, kept.height, kept."addedAt",
      kept."addedByName", kept.role, kept.number
    from (
      select ${columns(tx)}, l.role, l.removed_at,
        row_number() over (partition by l.role, lower(f.name) order by l.position, l.id)::int as number
      from file_link l
      join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
      where l.workspace_id = ${tx.workspaceId} and l.thing = 'order' and l.thing_id = ${orderId}
    ) kept
    where kept.removed_at is null
    order by lower(kept.name) collate "und-x-icu", kept.number desc`.execute(tx.db);
  return rows;
}

function versionsOf(rows: readonly VersionRow[], role: "drawing" | "attachment"): Versioned[] {
  // What was attached as a photo of the order is one of its files.
  const ofRole = rows.filter((row) => (row.role === "drawing") === (role === "drawing"));
  const byName = Map.groupBy(ofRole, (row) => `${row.role} ${row.name.toLowerCase()}`);
  return [...byName.values()].map((versions) => ({
    name: versions[0]?.name ?? "",
    versions: versions.map(({ role: _, ...version }) => told(version)),
  }));
}

type PhotoRow = AddedRow & Pick<Files["photos"][number], "from" | "stageName" | "lotNumber" | "reasonName">;

/** Photos of the work, of its checks and of defects; one that shows several runs stands there once. */
async function readPhotos(tx: Tx, orderId: Id): Promise<Files["photos"]> {
  const { rows } = await sql<PhotoRow>`
    select shown.id, shown.name, shown.kind, shown."mediaType", shown.bytes, shown.width, shown.height, shown."addedAt",
      shown."addedByName", shown."from", shown."stageName", shown."lotNumber", shown."reasonName"
    from (
      select distinct on (f.id) ${columns(tx)}, source."from", source."stageName", source."lotNumber", source."reasonName"
      from (
        select 'run' as thing, r.id as thing_id, null as "from", s.name as "stageName", t.number as "lotNumber", null as "reasonName"
        from run r
        join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
        join lot t on t.workspace_id = ${tx.workspaceId} and t.id = r.lot_id
        where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId}
        union all
        select 'defect', d.id, 'defect', s.name, t.number, reason.name
        from defect d
        join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = d.caught_stage_id
        join lot t on t.workspace_id = ${tx.workspaceId} and t.id = d.lot_id
        join defect_reason reason on reason.workspace_id = ${tx.workspaceId} and reason.id = d.reason_id
        where d.workspace_id = ${tx.workspaceId} and d.order_id = ${orderId} and not d.undone
      ) of_thing
      join file_link l on l.workspace_id = ${tx.workspaceId} and l.thing = of_thing.thing and l.thing_id = of_thing.thing_id
        and l.removed_at is null
      join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
      cross join lateral (
        select coalesce(of_thing."from", case l.role when 'check' then 'check' else 'run' end) as "from",
          of_thing."stageName", of_thing."lotNumber", of_thing."reasonName"
      ) source
      order by f.id, l.added_at
    ) shown
    order by shown."addedAt" desc, shown.id
    limit ${mostShown}`.execute(tx.db);
  return rows.map(told);
}
