import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { templatesRoutes } from "../contract/routes.ts";
import { templateBodyField } from "../contract/template-body.ts";
import type { TemplateFile } from "../contract/template-file.ts";
import { listReferences } from "../core/body-references.ts";
import { withoutPrices } from "../core/hide-prices.ts";
import { writeFileBody } from "../core/template-file.ts";
import { nameReferences } from "../store/name-lookup.ts";

type Route = typeof templatesRoutes.exportTemplate;
type Found = { itemId: string; name: string; product: TemplateFile["product"]; body: unknown };

/** A version with names instead of ids; an importer looks them up in their own workspace. */
export async function exportTemplate(
  tx: Tx,
  { templateId, number }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<Found>`
    select i.id as "itemId", t.name, tv.body, jsonb_build_object(
      'name', i.name, 'unit', i.unit, 'asked', i.asked,
      'variants', coalesce((
        select jsonb_agg(jsonb_build_object('name', v.name, 'attributes', v.attributes) order by v.id)
        from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id and not v.archived
      ), '[]'),
      'upsells', coalesce((
        select jsonb_agg(u.name order by u.id)
        from upsell u where u.workspace_id = ${tx.workspaceId} and u.item_id = i.id and not u.archived
      ), '[]')) as product
    from template t
    join item i on i.workspace_id = t.workspace_id and i.id = t.item_id
    join template_version tv on tv.workspace_id = t.workspace_id and tv.template_id = t.id
      and tv.number = coalesce(${number ?? null}::integer, t.current_number)
    where t.workspace_id = ${tx.workspaceId} and t.id = ${templateId}`.execute(tx.db);
  const [found] = rows;
  if (found === undefined) return no("template_unknown", {}, ["templateId"]);
  const body = templateBodyField.parse(found.body);
  const nameOf = await nameReferences(tx, listReferences(body), found.itemId);
  const written = writeFileBody(viewer.may("order.planned_cost") ? body : withoutPrices(body), nameOf);
  const { name, product } = found;
  return ok({
    file: { format: "treadle-template", formatNumber: 1, name, product, body: written.body },
    picturesLeft: written.picturesLeft,
  });
}
