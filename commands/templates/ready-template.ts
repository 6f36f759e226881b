import { startingWords } from "#commands/access/starting-words.ts";
import type { ReadyTrade } from "#modules/templates/contract/routes.ts";
import type { ReadySurroundings, ReadyTemplate } from "#modules/templates/core/ready/ready-template.ts";
import { readyTemplateOf } from "#modules/templates/core/ready/ready-templates.ts";
import type { Surroundings } from "#modules/templates/store/surroundings.ts";
import { readyWords } from "./ready-words.ts";

export type PlannedReadyTemplate = {
  readonly ready: ReadyTemplate;
  /** names of those that it puts its materials into and its goods out of */
  readonly warehouses: readonly string[];
};

/**
 * A ready template in the workspace's language, wired to what is there: statuses of the default pipeline that kept
 * their names, the warehouses that a workspace begins with, else the first there is, else new ones.
 */
export function planReadyTemplate(trade: ReadyTrade, found: Surroundings): PlannedReadyTemplate {
  const words = startingWords[found.language];
  const statusOf = (name: string) => found.statuses.find(({ status }) => status === name);
  const wanted: Partial<Record<keyof ReadySurroundings["statuses"], { pipeline: string; status: string }>> =
    {};
  for (const key of ["accepted", "inProduction", "rework", "readyToShip"] as const) {
    const status = statusOf(words.statuses[key]);
    if (status !== undefined) wanted[key] = status;
  }
  const warehouseOf = (name: string): string =>
    found.warehouses.includes(name) ? name : (found.warehouses[0] ?? name);
  const materials = warehouseOf(words.warehouses.materials);
  const finishedGoods = warehouseOf(words.warehouses.finishedGoods);
  const around = { materials, finishedGoods, statuses: wanted };
  return {
    ready: readyTemplateOf(trade, readyWords[found.language], around),
    warehouses: [...new Set([materials, finishedGoods])],
  };
}
