import { type Unit, units } from "#kernel/unit.ts";

/** Products are made and counted in whole units: lots, orders and deal lines know no half chair. */
export const isWholeUnit = (unit: Unit): boolean => units[unit].dimension === "count";
