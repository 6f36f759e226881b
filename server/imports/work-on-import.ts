import { buffer } from "node:stream/consumers";
import { v5 as uuidv5 } from "uuid";
import { checkImport } from "#commands/catalog/import/check-import.ts";
import { noteChecked } from "#commands/catalog/import/note-checked.ts";
import { noteTable } from "#commands/catalog/import/note-table.ts";
import { refuseImport } from "#commands/catalog/import/refuse-import.ts";
import { takeChunk } from "#commands/catalog/import/take-chunk.ts";
import { type Asking, runCommand } from "#commands/run-command.ts";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import type { Refusal } from "#kernel/result.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { rolesOfActiveMember } from "#modules/access/store/is-active-member.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { findHeader } from "#modules/catalog/core/import/find-header.ts";
import { findItemImport, type ItemImport } from "#modules/catalog/store/item-import.ts";
import { deleteImportRows, insertImportRows } from "#modules/catalog/store/item-import-row.ts";
import {
  type Database,
  inWorkspace,
  readWorkspace,
  type Tx,
} from "#server/database/workspace-transaction.ts";
import type { FileStorage } from "#server/files/file-storage.ts";
import { folderOf } from "#server/files/take-file.ts";
import { readTable, type TableHead } from "#server/tables/read-table.ts";

export type ImportJob = { readonly workspaceId: string; readonly importId: Id };

export type ImportParts = {
  readonly database: Database;
  readonly files: FileStorage;
  readonly now: () => Date;
  /** Told after each step that has appended facts. */
  readonly notifyFacts: () => void;
};

type Doing = ImportParts & { readonly workspaceId: WorkspaceId; readonly importId: Id };

// Names in this space are "<import> <step>".
const stepSpace = "b1a6e0a8-3f0c-4c58-9a0f-0c1f6f6f3d5e";
/** Somebody else may get a code between our look and our write: the next look sees it. */
const attempts = 5;

/**
 * Does what an import waits for: reads its file, looks at its rows, takes them. It goes by what stands in the
 * database alone, so that it may be called again at any moment, by whichever server. True: there is more to do, and
 * `until` has come.
 */
export async function workOnImport(parts: ImportParts, job: ImportJob, until: number): Promise<boolean> {
  const workspaceId = mintWorkspaceId(job.workspaceId);
  const doing = { ...parts, workspaceId, importId: job.importId };
  const found = await findNow(doing);
  if (found?.state === "reading") await read(doing, found);
  return found?.state === "taking" ? take(doing, until) : false;
}

const findNow = ({ database, workspaceId, importId }: Doing): Promise<ItemImport | null> =>
  readWorkspace(database, workspaceId, (tx) => findItemImport(tx, importId, { lock: false }));

async function read(doing: Doing, found: ItemImport): Promise<void> {
  const ready = found.headerRow === null ? await readFile(doing, found) : found;
  if (ready?.state !== "reading") return;
  const isOurs = await checkImport(doing.database, doing.workspaceId, ready, doing.now);
  if (!isOurs) return;
  const { importId } = doing;
  await runCommand(
    doing.database,
    noteChecked,
    { importId, reading: ready.reading },
    asServer(doing, `checked ${ready.reading}`),
  );
  doing.notifyFacts();
}

/** The import once its rows are there; null where it has ended meanwhile, or can't be read. */
async function readFile(doing: Doing, { format }: ItemImport): Promise<ItemImport | null> {
  const { database, files, importId, workspaceId } = doing;
  const folder = folderOf(workspaceId, importId);
  const content = await files.read(`${folder}/original`);
  if (content === null) {
    await refuse(doing, { code: "import_unreadable" });
    return null;
  }
  const write = (work: (tx: Tx) => Promise<void>): Promise<void> =>
    inWorkspace(database, workspaceId, "write", async (tx) => ({ commit: true, value: await work(tx) }));
  const table = await readTable(
    { bytes: new Uint8Array(await buffer(content)), format },
    {
      // What an attempt before a crash has left.
      takeHead: () => write((tx) => deleteImportRows(tx, importId)),
      takeRows: (json) => write((tx) => insertImportRows(tx, importId, json)),
    },
  );
  if (!table.ok) await refuse(doing, table.refusal);
  else await noteHead(doing, table.value);
  doing.notifyFacts();
  await files.removeAll(folder);
  return findNow(doing);
}

async function noteHead(doing: Doing, head: TableHead): Promise<void> {
  const found = findHeader(head.rows, head.columnCount);
  const input = {
    importId: doing.importId,
    encoding: head.encoding,
    separator: head.separator,
    headerRow: found.row,
    header: [...found.header],
    columns: [...found.columns],
    rowCount: head.rowCount,
  };
  await runCommand(doing.database, noteTable, input, asServer(doing, "table"));
}

/** Chunk after chunk, each a command of its own; the id of a chunk that was cut off is that of the one that follows. */
async function take(doing: Doing, until: number): Promise<boolean> {
  const { database, importId } = doing;
  let failures = 0;
  for (;;) {
    const current = await findNow(doing);
    if (current?.state !== "taking") return false;
    const asking = await askingOfTaker(doing, current);
    const answer = await runCommand(database, takeChunk, { importId, chunk: current.chunkCount }, asking);
    doing.notifyFacts();
    if (answer.ok && answer.value.ended) return false;
    if (answer.ok) failures = 0;
    else {
      failures += 1;
      if (answer.refusal.code === "not_allowed" || failures === attempts) {
        await refuse(doing, answer.refusal);
        return false;
      }
    }
    if (Date.now() >= until) return true;
  }
}

async function refuse(doing: Doing, { code, data }: Refusal): Promise<void> {
  const input = { importId: doing.importId, code, data: { ...data } };
  await runCommand(doing.database, refuseImport, input, asServer(doing, `refused ${code}`));
  doing.notifyFacts();
}

function asServer({ workspaceId, importId, now }: Doing, step: string): Asking {
  const commandId = uuidv5(`${importId} ${step}`, stepSpace);
  return { workspaceId, actor: { kind: "automation" }, commandId, now: now() };
}

/** With the rights that the member has at this moment: whoever has lost them takes no further row. */
async function askingOfTaker(doing: Doing, { takenBy, chunkCount }: ItemImport): Promise<Asking> {
  const { database, workspaceId, importId, now } = doing;
  const roles: readonly Role[] | null =
    takenBy === null
      ? null
      : await readWorkspace(database, workspaceId, (tx) => rolesOfActiveMember(tx, takenBy));
  const commandId = uuidv5(`${importId} chunk ${chunkCount}`, stepSpace);
  return {
    workspaceId,
    actor: { kind: "member", memberId: takenBy ?? "", roles: roles ?? [], tradeIds: [] },
    commandId,
    now: now(),
  };
}
