import { describe, expect, test } from "vitest";
import { knowRoutes } from "./known-routes.ts";
import { routeMap } from "./route-map.ts";
import { queriesOfThings, thingsOfCommand } from "./things.ts";

knowRoutes(routeMap);
const names = Object.keys(routeMap) as (keyof typeof routeMap)[];
const inWorkspace = names.filter((name) => routeMap[name][1].startsWith("/api/w/"));
const commands = inWorkspace.filter((name) => routeMap[name][2] === "command");
const queries = inWorkspace.filter((name) => routeMap[name][2] === "query");

describe("What a change makes stale", () => {
  test.each(commands)("%s says what it changes", (name) => {
    const things = thingsOfCommand(name);
    expect(things.length).toBeGreaterThan(0);
    expect(queriesOfThings(things)).not.toBe("all");
  });

  test("every query is made stale by some command", () => {
    const stale = new Set<string>();
    for (const name of commands) {
      const touched = queriesOfThings(thingsOfCommand(name));
      if (touched !== "all") for (const query of touched) stale.add(query);
    }
    // Kept for nobody: what is typed into the search is asked anew with each letter, and orders are picked for one act.
    expect(queries.filter((name) => !stale.has(name))).toEqual(["pickOrders", "searchEverything"]);
  });

  test("a thing that nobody knows makes everything stale", () => {
    expect(queriesOfThings(["deal", "spaceship"])).toBe("all");
  });
});
