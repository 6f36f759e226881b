import type { Command } from "#commands/run-command.ts";
import type { Route } from "#kernel/route.ts";
import type { Act, Doors, Download, Upload, View, WorkspaceAct } from "./door-types.ts";
import { accessDoors } from "./doors/access-doors.ts";
import { automationDoors } from "./doors/automation-doors.ts";
import { buyingDoors } from "./doors/buying-doors.ts";
import { catalogDoors } from "./doors/catalog-doors.ts";
import { costingDoors } from "./doors/costing-doors.ts";
import { crmDoors } from "./doors/crm-doors.ts";
import { filesDoors } from "./doors/files-doors.ts";
import { itemImportDoors } from "./doors/item-import-doors.ts";
import { inventoryDoors } from "./doors/inventory-doors.ts";
import { printJobCard } from "./doors/job-card-door.ts";
import { exportOrders } from "./doors/order-export-door.ts";
import { noticesDoors } from "./doors/notices-doors.ts";
import { productionDoors } from "./doors/production-doors.ts";
import { searchDoors } from "./doors/search-doors.ts";
import { subcontractingDoors } from "./doors/subcontracting-doors.ts";
import { templatesDoors } from "./doors/templates-doors.ts";
import type { AnyDoor } from "./mount-routes.ts";

/** Every route's one door. A route without one, or a door that doesn't fit its route, does not compile. */
const doors: Doors = {
  views: {
    ...accessDoors.views,
    ...catalogDoors.views,
    ...itemImportDoors.views,
    ...inventoryDoors.views,
    ...buyingDoors.views,
    ...templatesDoors.views,
    ...crmDoors.views,
    ...productionDoors.views,
    ...costingDoors.views,
    ...subcontractingDoors.views,
    ...automationDoors.views,
    ...noticesDoors.views,
    ...searchDoors.views,
    ...filesDoors.views,
  },
  commands: {
    ...accessDoors.commands,
    ...catalogDoors.commands,
    ...itemImportDoors.commands,
    ...inventoryDoors.commands,
    ...buyingDoors.commands,
    ...templatesDoors.commands,
    ...crmDoors.commands,
    ...productionDoors.commands,
    ...costingDoors.commands,
    ...subcontractingDoors.commands,
    ...automationDoors.commands,
    ...noticesDoors.commands,
    ...filesDoors.commands,
  },
  workspaceActs: accessDoors.workspaceActs,
  acts: accessDoors.acts,
  uploads: { ...filesDoors.uploads, ...itemImportDoors.uploads },
  downloads: { ...filesDoors.downloads, ...itemImportDoors.downloads, printJobCard, exportOrders },
};

/** The doors by the names of their routes. Their types have been checked above and are gone from here on. */
export function listDoors(): ReadonlyMap<string, AnyDoor> {
  const listed = new Map<string, AnyDoor>();
  const { commands, views, workspaceActs, acts, uploads, downloads } = doors as unknown as {
    commands: Record<string, Command<Route>>;
    views: Record<string, View<Route>>;
    workspaceActs: Record<string, WorkspaceAct<Route>>;
    acts: Record<string, Act<Route>>;
    uploads: Record<string, Upload<Route>>;
    downloads: Record<string, Download<Route>>;
  };
  for (const [name, command] of Object.entries(commands)) listed.set(name, { kind: "command", command });
  for (const [name, view] of Object.entries(views)) listed.set(name, { kind: "view", view });
  for (const [name, act] of Object.entries(workspaceActs)) listed.set(name, { kind: "workspaceAct", act });
  for (const [name, act] of Object.entries(acts)) listed.set(name, { kind: "act", act });
  for (const [name, upload] of Object.entries(uploads)) listed.set(name, { kind: "upload", upload });
  for (const [name, download] of Object.entries(downloads)) listed.set(name, { kind: "download", download });
  return listed;
}
