import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";
import { may } from "#modules/access/core/may.ts";
import { type Database, type Tx, readWorkspace } from "#server/database/workspace-transaction.ts";
import type { FactFeed } from "#server/facts/fact-feed.ts";
import { type Position, type ReadFact, comparePositions, readPosition } from "#server/facts/read-facts.ts";
import { admit } from "#server/http/mount-routes.ts";
import { sendRefusal } from "#server/http/answer.ts";
import type { Asker, ResolveAsker, Services } from "#server/http/door-types.ts";
import { openStream, type Stream } from "./stream.ts";

export type EventStreams = {
  /** Ends every stream, so that the server can close. */
  end(): void;
  /** How many browsers listen. */
  count(): number;
};

export type EventStreamParts = {
  readonly feed: FactFeed;
  readonly database: Database;
  readonly services: Services;
  readonly resolveAsker: ResolveAsker;
  /** How often it is asked whether the listener may still listen. */
  readonly checkMilliseconds: number;
};

/** More than this was missed: refetching everything is less work than hearing it all. */
const mostMissed = 2_000;
/** So many transactions of all workspaces lie between: too many to look through. */
const mostTransactionsMissed = 200_000n;

/** One entry a fact: what the screens need to know what to fetch again, under their own rights. */
export function eventOf(fact: Pick<ReadFact, "position" | "kind" | "thing" | "thingId" | "version">): string {
  const { position, kind, thing, thingId, version } = fact;
  return `id: ${position}\ndata: ${JSON.stringify({ kind, id: thingId, thing, version })}\n\n`;
}

/**
 * GET /api/w/:workspace/events. The first event, `position`, says where the stream begins: whoever fetches after
 * it misses nothing. A stream that goes on (Last-Event-ID, or ?after=) first hears what it missed; `reset` means
 * that this is too much, or that the position is of another database, and everything has to be fetched again.
 */
export function mountEventStreams(app: FastifyInstance, parts: EventStreamParts): EventStreams {
  const { feed, database } = parts;
  const byWorkspace = new Map<string, Set<Stream>>();

  const leaveFeed = feed.subscribe((facts) => {
    if (byWorkspace.size === 0) return;
    for (const [workspaceId, chunk] of chunksOf(facts, byWorkspace)) {
      for (const stream of byWorkspace.get(workspaceId) ?? []) stream.send(chunk);
    }
  });

  app.get("/api/w/:workspace/events", async (request, reply) => {
    const asker = await admit(request, reply, parts);
    if (asker === null) return reply;
    if (!may(asker.actor, "events.read")) {
      return sendRefusal(request, reply, { code: "not_allowed", data: { action: "events.read" } });
    }
    const wanted = wantedPosition(request);
    if (wanted === "broken") {
      return sendRefusal(request, reply, { code: "input_invalid" }, [{ path: ["after"], code: "form" }]);
    }
    await listen(request, reply, asker, wanted);
    return reply;
  });

  async function listen(
    request: FastifyRequest,
    reply: FastifyReply,
    asker: Asker,
    wanted: Position | null,
  ): Promise<void> {
    const { workspaceId } = asker;
    const stream = openStream(reply);
    // Before the past is read, so that nothing falls between; what the past has told already is left out.
    const joined = join(workspaceId, stream);
    const check = setInterval(() => void leaveUnlessAllowed(), parts.checkMilliseconds);
    check.unref();
    stream.onEnd(() => {
      clearInterval(check);
      joined.leave();
    });

    async function leaveUnlessAllowed(): Promise<void> {
      const { workspace } = request.params as { workspace: string };
      const still = await parts.resolveAsker(request.headers, workspace).catch(() => asker);
      if (still === null || still.memberId !== asker.memberId) stream.end();
    }

    const present = feed.position();
    try {
      const missed = wanted === null ? [] : await readMissed(database, asker, wanted, present);
      if (missed === "too much") {
        stream.begin(`event: reset\nid: ${present}\ndata: {}\n\n`, present);
        return;
      }
      const from = wanted ?? present;
      const at = missed.at(-1)?.position ?? from;
      const told = missed.map(eventOf).join("");
      // Its id is where the stream goes on from: who drops between it and what was missed must hear that again.
      stream.begin(
        `retry: 1000\nevent: position\nid: ${from}\ndata: ${JSON.stringify({ position: from })}\n\n${told}`,
        at,
      );
    } catch {
      // The browser comes back by itself, with the position that it had.
      stream.end();
    }
  }

  function join(workspaceId: string, stream: Stream): { leave(): void } {
    const streams = byWorkspace.get(workspaceId) ?? new Set<Stream>();
    byWorkspace.set(workspaceId, streams.add(stream));
    return {
      leave() {
        streams.delete(stream);
        if (streams.size === 0 && byWorkspace.get(workspaceId) === streams) byWorkspace.delete(workspaceId);
      },
    };
  }

  return {
    end() {
      leaveFeed();
      for (const streams of byWorkspace.values()) for (const stream of streams) stream.end();
    },
    count: () => [...byWorkspace.values()].reduce((sum, streams) => sum + streams.size, 0),
  };
}

/** One text a workspace that somebody listens to, made once for all of its listeners. */
function chunksOf(
  facts: readonly ReadFact[],
  listened: ReadonlyMap<string, unknown>,
): Map<string, { readonly position: Position; readonly text: string }[]> {
  const chunks = new Map<string, { position: Position; text: string }[]>();
  for (const fact of facts) {
    if (!listened.has(fact.workspaceId)) continue;
    const chunk = chunks.get(fact.workspaceId) ?? [];
    chunk.push({ position: fact.position, text: eventOf(fact) });
    chunks.set(fact.workspaceId, chunk);
  }
  return chunks;
}

function wantedPosition(request: FastifyRequest): Position | null | "broken" {
  const { after } = request.query as { after?: unknown };
  const text = request.headers["last-event-id"] ?? after;
  if (text === undefined || text === "") return null;
  return typeof text === "string" ? (readPosition(text) ?? "broken") : "broken";
}

type MissedFact = Pick<ReadFact, "position" | "kind" | "thing" | "thingId" | "version">;

/** What the workspace's listener missed, read inside its wall and up to the horizon, as the feed reads. */
async function readMissed(
  database: Database,
  asker: Asker,
  after: Position,
  present: Position,
): Promise<readonly MissedFact[] | "too much"> {
  if (comparePositions(after, present) > 0 && !(await isKnown(database, asker, after))) return "too much";
  const gap = BigInt(present.split(".")[0] ?? "0") - BigInt(after.split(".")[0] ?? "0");
  if (gap > mostTransactionsMissed) return "too much";
  const facts = await readWorkspace(database, asker.workspaceId, (tx) => selectMissed(tx, after));
  return facts.length > mostMissed ? "too much" : facts;
}

async function selectMissed(tx: Tx, after: Position): Promise<MissedFact[]> {
  const [transaction = "0", sequence = "0"] = after.split(".");
  const { rows } = await sql<MissedFact>`
    select transaction::text || '.' || sequence::text as position, kind, thing, thing_id as "thingId", version
    from fact
    where workspace_id = ${tx.workspaceId}
      and (transaction, sequence) > (${transaction}::xid8, ${sequence}::bigint)
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction, sequence
    limit ${mostMissed + 1}`.execute(tx.db);
  return rows;
}

/** Another server's feed may be ahead of ours; a position that no fact has is of a database before a restore. */
async function isKnown(database: Database, asker: Asker, position: Position): Promise<boolean> {
  const [transaction = "0", sequence = "0"] = position.split(".");
  return readWorkspace(database, asker.workspaceId, async (tx) => {
    const { rows } = await sql`select 1 from fact where workspace_id = ${tx.workspaceId}
      and transaction = ${transaction}::xid8 and sequence = ${sequence}::bigint`.execute(tx.db);
    return rows.length === 1;
  });
}
