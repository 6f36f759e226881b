import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 as newId } from "uuid";
import { addItemImport } from "#commands/catalog/import/add-item-import.ts";
import { runCommand } from "#commands/run-command.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { listItemImportRows, showItemImport } from "#modules/catalog/views/item-imports.ts";
import { type FileStorage, openFolderStorage } from "#server/files/file-storage.ts";
import { folderOf } from "#server/files/take-file.ts";
import { workOnImport } from "#server/imports/work-on-import.ts";
import { sniffTable } from "#server/tables/sniff-table.ts";
import { type MemberActor, type TestWorkspace, type TestWorld, testNow } from "#test/builders/a-workspace.ts";

export type ImportBench = {
  readonly files: FileStorage;
  /** Sends the bytes as the door would; they wait to be read. */
  send(workspace: TestWorkspace, name: string, bytes: Uint8Array, as?: MemberActor): Promise<string>;
  /** Does what the job would do, until `milliseconds` have gone. */
  work(workspace: TestWorkspace, importId: string, milliseconds?: number): Promise<boolean>;
  show(workspace: TestWorkspace, importId: string): ReturnType<typeof showOf>;
  rows(
    workspace: TestWorkspace,
    importId: string,
    only?: "new" | "changed" | "same" | "bad" | "failed",
  ): ReturnType<typeof rowsOf>;
  close(): void;
};

const showOf = (workspace: TestWorkspace, importId: string) =>
  workspace.see(itemImportRoutes.showItemImport, showItemImport, { importId });
const rowsOf = async (workspace: TestWorkspace, importId: string, only: string | undefined) => {
  const input = { importId, limit: 200, ...(only === undefined ? {} : { only: only as "bad" }) };
  return (await workspace.see(itemImportRoutes.listItemImportRows, listItemImportRows, input)).rows;
};

/** Files of items, sent and worked on without a server. */
export function openImportBench(world: TestWorld): ImportBench {
  const folder = mkdtempSync(join(tmpdir(), "treadle-import-"));
  const files = openFolderStorage(folder);
  return {
    files,
    async send(workspace, name, bytes, as = workspace.owner) {
      const sniffed = sniffTable(bytes);
      if ("looks" in sniffed) throw new Error(`${name} looks like ${sniffed.looks}`);
      const { workspaceId } = workspace;
      const command = addItemImport({ bytes: bytes.length, format: sniffed.format }, (importId) =>
        files.keep(`${folderOf(workspaceId, importId)}/original`, bytes),
      );
      const asking = { workspaceId, actor: as, commandId: newId(), now: testNow };
      const answer = await runCommand(world.database, command, { name, sha256: "" }, asking);
      if (!answer.ok) throw new Error(answer.refusal.code);
      return answer.value.importId;
    },
    work: ({ workspaceId }, importId, milliseconds = 600_000) =>
      workOnImport(
        { database: world.database, files, now: () => testNow, notifyFacts: () => undefined },
        { workspaceId, importId },
        Date.now() + milliseconds,
      ),
    show: showOf,
    rows: rowsOf,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
