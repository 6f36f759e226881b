import { existsSync } from "node:fs";
import type { Command } from "#commands/run-command.ts";
import type { Route } from "#kernel/route.ts";
import { codeOf } from "#server/start-refusal.ts";
import type { Act, View, WorkspaceAct } from "./door-types.ts";
import type { AnyDoor } from "./mount-routes.ts";

type AreaDoors = {
  readonly commands?: Record<string, Command<Route>>;
  readonly views?: Record<string, View<Route>>;
  readonly workspaceActs?: Record<string, WorkspaceAct<Route>>;
  readonly acts?: Record<string, Act<Route>>;
};

const areas = ["access", "catalog", "inventory", "templates", "crm", "production", "costing", "automation"];

/** Every area's doors that exist so far. */
export async function loadDoors(): Promise<ReadonlyMap<string, AnyDoor>> {
  const doors = new Map<string, AnyDoor>();
  for (const area of areas) {
    const file = new URL(`./doors/${area}-doors.ts`, import.meta.url);
    if (!existsSync(file)) continue;
    const module = await load(file.href);
    const { commands = {}, views = {}, workspaceActs = {}, acts = {} } = module[`${area}Doors`] ?? {};
    for (const [name, command] of Object.entries(commands)) doors.set(name, { kind: "command", command });
    for (const [name, view] of Object.entries(views)) doors.set(name, { kind: "view", view });
    for (const [name, act] of Object.entries(workspaceActs)) doors.set(name, { kind: "workspaceAct", act });
    for (const [name, act] of Object.entries(acts)) doors.set(name, { kind: "act", act });
  }
  return doors;
}

/** An area under construction may name a file that is still to come. */
async function load(address: string): Promise<Record<string, AreaDoors>> {
  try {
    return (await import(address)) as Record<string, AreaDoors>;
  } catch (error) {
    if (codeOf(error) === "ERR_MODULE_NOT_FOUND") return {};
    throw error;
  }
}
