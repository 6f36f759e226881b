// The rooms of the house as a table: what is where, who may know whom, and whose tables are whose.
// ARCHITECTURE.md tells why; scripts/room-check.ts holds the checkout against it.

/** Each area's tables. Only the area's store writes them. */
export const tablesOfAreas: Readonly<Record<string, readonly string[]>> = {
  access: [
    "workspace",
    "trade",
    "number_series",
    "member",
    "invitation",
    "device",
    "badge",
    "presence",
    // which workspaces there are and who may enter them; the rest of `auth` is server/identity's
    "auth.workspace_address",
    "auth.workspace_door",
    // told in a workspace, and typed where nobody knows which
    "auth.device_code",
  ],
  crm: [
    "company",
    "contact",
    "pipeline",
    "deal_status",
    "deal",
    "deal_line",
    "deal_line_upsell",
    "task",
    "activity",
  ],
  catalog: ["item", "variant", "list_price", "upsell", "pack", "item_import", "item_import_row"],
  inventory: [
    "warehouse",
    "minimum_level",
    "stocktake",
    "stocktake_line",
    "balance",
    "movement",
    "reservation",
    "valuation_line",
    "batch",
    "movement_batch",
  ],
  buying: ["supplier", "supplier_price", "purchase_order", "purchase_line"],
  templates: ["template", "template_version", "template_reference"],
  production: [
    "stop_reason",
    "defect_reason",
    "production_order",
    "order_upsell",
    "order_stage",
    "order_norm",
    "lot",
    "run",
    "work_interval",
    "defect",
    "correction",
    "aggregation_share",
    "order_chat",
    "order_message",
    "order_message_mention",
    "order_chat_reader",
    "board_count",
    "board_change",
    "saved_view",
    "opening_view",
  ],
  subcontracting: ["subcontractor", "subcontractor_price"],
  costing: ["hourly_rate", "cost_line", "cost_share", "late_difference", "planned_cost_line"],
  finance: [],
  automation: ["trigger_effect"],
  notices: ["notice", "notice_setting"],
  // reads what all others have
  search: [],
  reports: [],
  files: ["file", "file_link"],
};

/** Who else may hold SQL that writes: a file or a folder (with its slash), and which tables ("any": all). */
export const otherWriters: readonly { readonly path: string; readonly tables: "any" | readonly string[] }[] =
  [
    { path: "commands/run-command.ts", tables: ["command", "fact"] },
    { path: "server/jobs/sweep-daily.ts", tables: ["command"] },
    { path: "commands/take-tap.ts", tables: ["outbox"] },
    { path: "commands/append-facts.ts", tables: ["fact"] },
    { path: "reactions/", tables: ["jobs.reader_position"] },
    { path: "server/database/", tables: "any" },
    { path: "server/identity/", tables: "any" },
    { path: "db/", tables: "any" },
    { path: "test/", tables: "any" },
    { path: "bench/", tables: "any" },
    { path: "scripts/", tables: "any" },
  ];

export type RoomName =
  | "kernel"
  | "contract"
  | "core"
  | "store"
  | "views"
  | "modules"
  | "commands"
  | "reactions"
  | "database"
  | "server"
  | "texts"
  | "shared"
  | "face"
  | "web"
  | "db"
  | "test"
  | "bench"
  | "scripts";

/** A room's name; with "own " before it only the same area's (or the same face). */
type Reach = RoomName | `own ${"core" | "store" | "views" | "face"}`;

export type Room = {
  readonly name: RoomName;
  /** In words, for the report. */
  readonly title: string;
  readonly imports: "any" | readonly Reach[];
  /** What only `import type` may reach, besides `imports`. */
  readonly typeImports?: readonly Reach[];
  /** Single files of other rooms that are open to this one. */
  readonly files?: readonly string[];
  readonly packages: "any" | readonly string[];
  readonly typePackages?: readonly string[];
  readonly nodeModules: boolean;
  /** Globals that the room's code must not touch, by the list's name. */
  readonly forbids: "clock, dice and environment" | "Node's globals" | "nothing";
  /** Runs as it is written by Node, so it has no JSX. */
  readonly jsx: boolean;
};

const storePackages = ["kysely", "pg"];
const transactionFile = "server/database/workspace-transaction.ts";
const writeFile = "server/database/write-rows.ts";
const cursorFile = "server/database/cursor.ts";
/** Every area shows the files of its things, and asks for them in this one way. */
const filesOfFile = "modules/files/views/files-of.ts";
/** The one function that says who may: views ask it about others than the reader too. */
const mayFile = "modules/access/core/may.ts";
const serverRooms: readonly Reach[] = [
  "kernel",
  "modules",
  "contract",
  "core",
  "store",
  "views",
  "commands",
  "database",
  "db",
];
const webRooms: readonly Reach[] = ["kernel", "contract", "core", "shared", "texts"];

export const rooms: Readonly<Record<RoomName, Room>> = {
  kernel: {
    name: "kernel",
    title: "kernel",
    imports: ["kernel"],
    packages: ["big.js", "zod"],
    nodeModules: false,
    forbids: "clock, dice and environment",
    jsx: false,
  },
  contract: {
    name: "contract",
    title: "a contract",
    imports: ["kernel", "contract"],
    packages: ["zod"],
    nodeModules: false,
    forbids: "Node's globals",
    jsx: false,
  },
  core: {
    name: "core",
    title: "a core",
    imports: ["kernel", "own core", "contract"],
    packages: [],
    typePackages: ["zod"],
    nodeModules: false,
    forbids: "clock, dice and environment",
    jsx: false,
  },
  store: {
    name: "store",
    title: "a store",
    imports: ["kernel", "contract", "own core", "own store"],
    typeImports: ["database", "db"],
    files: [transactionFile, writeFile],
    packages: storePackages,
    nodeModules: false,
    forbids: "nothing",
    jsx: false,
  },
  views: {
    name: "views",
    title: "a views folder",
    imports: ["kernel", "contract", "own core", "own store", "own views"],
    typeImports: ["database", "db"],
    files: [transactionFile, cursorFile, filesOfFile, mayFile],
    packages: storePackages,
    typePackages: ["zod"],
    nodeModules: false,
    forbids: "nothing",
    jsx: false,
  },
  modules: {
    name: "modules",
    title: "modules itself",
    imports: ["kernel", "contract", "modules"],
    packages: ["zod"],
    nodeModules: false,
    forbids: "Node's globals",
    jsx: false,
  },
  commands: {
    name: "commands",
    title: "commands",
    imports: serverRooms,
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  reactions: {
    name: "reactions",
    title: "reactions",
    imports: [...serverRooms, "reactions"],
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  database: {
    name: "database",
    title: "server/database",
    imports: [...serverRooms, "reactions", "server", "texts"],
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  server: {
    name: "server",
    title: "server",
    imports: [...serverRooms, "reactions", "server", "texts"],
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  texts: {
    name: "texts",
    title: "web/texts",
    imports: ["kernel", "texts"],
    packages: ["@lingui/core"],
    typePackages: ["@lingui/message-utils"],
    nodeModules: false,
    forbids: "Node's globals",
    jsx: false,
  },
  shared: {
    name: "shared",
    title: "web/shared",
    imports: webRooms,
    typeImports: ["views", "modules"],
    packages: "any",
    nodeModules: false,
    forbids: "nothing",
    jsx: true,
  },
  face: {
    name: "face",
    title: "a face of the web",
    imports: [...webRooms, "own face"],
    typeImports: ["views", "modules"],
    packages: "any",
    nodeModules: false,
    forbids: "nothing",
    jsx: true,
  },
  web: {
    name: "web",
    title: "web itself",
    imports: ["web", "texts", "shared", "face", "kernel"],
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: true,
  },
  db: {
    name: "db",
    title: "db",
    imports: "any",
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  test: {
    name: "test",
    title: "test",
    imports: "any",
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: true,
  },
  bench: {
    name: "bench",
    title: "bench",
    imports: "any",
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
  scripts: {
    name: "scripts",
    title: "scripts",
    imports: "any",
    packages: "any",
    nodeModules: true,
    forbids: "nothing",
    jsx: false,
  },
};

const faces = ["office", "floor", "portal"];
const partsOfArea = ["contract", "core", "store", "views"] as const;
const plainRooms = ["kernel", "commands", "reactions", "db", "test", "bench", "scripts"] as const;

/** `owner` is the area or the face; `folder` is where the room's own relative imports may roam. */
export type Place = { readonly room: Room; readonly owner: string | undefined; readonly folder: string };

/** The room of a path relative to the root, or a sentence that says why it has none. */
export function findPlace(path: string): Place | string {
  const [top = "", second = "", third = ""] = path.split("/");
  const depth = path.split("/").length;
  const plain = plainRooms.find((name) => name === top);
  if (plain !== undefined) return { room: rooms[plain], owner: undefined, folder: `${top}/` };
  if (top === "server") {
    const room = second === "database" && depth > 2 ? rooms.database : rooms.server;
    return { room, owner: undefined, folder: "server/" };
  }
  if (top === "modules") {
    if (depth === 2) return { room: rooms.modules, owner: undefined, folder: "modules/" };
    if (!Object.hasOwn(tablesOfAreas, second)) return `modules has no area ${second}`;
    const part = partsOfArea.find((name) => name === third);
    if (part === undefined || depth === 3) {
      return `an area has ${partsOfArea.join(", ")} and nothing else`;
    }
    return { room: rooms[part], owner: second, folder: `modules/${second}/` };
  }
  if (top === "web") {
    if (depth === 2) return { room: rooms.web, owner: undefined, folder: "web/" };
    if (second === "texts") return { room: rooms.texts, owner: undefined, folder: "web/texts/" };
    if (second === "shared") return { room: rooms.shared, owner: undefined, folder: "web/shared/" };
    if (second === "public") return { room: rooms.web, owner: undefined, folder: "web/public/" };
    if (faces.includes(second)) return { room: rooms.face, owner: second, folder: `web/${second}/` };
    return `web has no face ${second} (${faces.join(", ")}, and shared, texts, public)`;
  }
  return `there is no room ${depth === 1 ? "for code at the root" : top}`;
}

/** Whether `from` may import `to` (as values or as types only). */
export function mayImport(from: Place, to: Place, toPath: string, typeOnly: boolean): boolean {
  if (from.room.imports === "any") return true;
  if (from.room.files?.includes(toPath) === true) return true;
  const reaches = typeOnly
    ? [...from.room.imports, ...(from.room.typeImports ?? [])]
    : [...from.room.imports];
  return reaches.some((reach) =>
    reach.startsWith("own ")
      ? reach === `own ${to.room.name}` && from.owner === to.owner
      : reach === to.room.name,
  );
}

/** Whether a file may hold SQL that writes the table. `table` undefined: named at run time only. */
export function mayWrite(path: string, place: Place, table: string | undefined): boolean {
  const writer = otherWriters.find((entry) =>
    entry.path.endsWith("/") ? path.startsWith(entry.path) : path === entry.path,
  );
  const tables =
    writer?.tables ?? (place.room.name === "store" ? tablesOfAreas[place.owner ?? ""] : undefined) ?? [];
  if (tables === "any") return true;
  return table !== undefined && tables.includes(table);
}
