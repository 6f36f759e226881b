import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { readableTextValues } from "./task-rows.ts";
import {
  type FoundEvent,
  kindOfEvent,
  selectEvents,
  type Teller,
  type TimelineRow,
} from "./timeline-rows.ts";
import { readTimelineNames, type TimelineNames, valuesOf } from "./timeline-values.ts";

type Page = Result<Output<typeof crmRoutes.showDealTimeline>>;
type Wish = Pick<Input<typeof crmRoutes.showDealTimeline>, "cursor" | "limit" | "kind">;

export const showDealTimeline = (
  tx: Tx,
  input: Input<typeof crmRoutes.showDealTimeline>,
  viewer: Viewer,
): Promise<Page> => showTimeline(tx, viewer, { thing: "deal", id: input.dealId }, input);

export const showContactTimeline = (
  tx: Tx,
  input: Input<typeof crmRoutes.showContactTimeline>,
  viewer: Viewer,
): Promise<Page> => showTimeline(tx, viewer, { thing: "contact", id: input.contactId }, input);

export const showCompanyTimeline = (
  tx: Tx,
  input: Input<typeof crmRoutes.showCompanyTimeline>,
  viewer: Viewer,
): Promise<Page> => showTimeline(tx, viewer, { thing: "company", id: input.companyId }, input);

async function showTimeline(tx: Tx, viewer: Viewer, teller: Teller, input: Wish): Promise<Page> {
  let below: readonly [string, string] | null = null;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "iu");
    if (!cursor.ok) return cursor;
    below = [String(cursor.value[0]), String(cursor.value[1])];
  }
  if (!(await exists(tx, teller))) return no(`${teller.thing}_unknown`, {}, [`${teller.thing}Id`]);
  const found = await selectEvents(tx, viewer, teller, { kind: input.kind, below, limit: input.limit + 1 });
  const page = found.slice(0, input.limit);
  const names = await readTimelineNames(tx, page);
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map((event) => rowOf(event, names, viewer)),
    // Commands date what they do by milliseconds, so that the text holds all of the instant.
    next: last === undefined ? null : encodeCursor([last.at.toISOString(), last.id]),
  });
}

async function exists(tx: Tx, { thing, id }: Teller): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(thing)} where workspace_id = ${tx.workspaceId} and id = ${id}`.execute(tx.db);
  return rows.length > 0;
}

function rowOf(event: FoundEvent, names: TimelineNames, viewer: Viewer): TimelineRow {
  const { dealId, contactId, orderId, orderNumber, taskId } = event;
  const isWritten = event.source === "activity";
  return {
    id: event.id,
    kind: kindOfEvent(event),
    at: event.at.toISOString(),
    byName: event.byName,
    byWhom: event.byWhom,
    written: isWritten ? writtenOf(event, viewer) : null,
    event: isWritten ? null : event.what,
    values: isWritten ? {} : valuesOf(event, names, viewer.may("deal.money")),
    task:
      taskId === null
        ? null
        : {
            id: taskId,
            title: event.taskTitle ?? "",
            textId: event.taskTextId,
            textValues: readableTextValues(event.taskTextValues, viewer),
          },
    deal: dealId === null ? null : { id: dealId, title: event.dealTitle ?? "" },
    contact: contactId === null ? null : { id: contactId, name: event.contactName ?? "" },
    order: orderId === null ? null : { id: orderId, number: orderNumber ?? 0 },
    causeKind: event.causeKind,
  };
}

function writtenOf({ data, byMember }: FoundEvent, viewer: Viewer): TimelineRow["written"] {
  // Made a moment ago by selectEvents, from columns whose words the schema checks.
  const parts = data as Omit<NonNullable<TimelineRow["written"]>, "mine">;
  const mine = viewer.actor.kind === "member" && viewer.actor.memberId === byMember;
  return { ...parts, mine: mine && viewer.may("activity.write") };
}
