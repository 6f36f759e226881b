import type { routeMap } from "./route-map.ts";

type AllRoutes = typeof routeMap;
/** How a route is asked for: method, path, kind. */
export type RouteEntry<Name extends keyof AllRoutes = keyof AllRoutes> = AllRoutes[Name];

const known: { -readonly [Name in keyof AllRoutes]?: AllRoutes[Name] } = {};

/** What a face asks for, told by its entry before anything is asked: the floor has no use for the office's routes. */
export function knowRoutes(routes: Partial<AllRoutes>): void {
  Object.assign(known, routes);
}

/** Throws for a route that the face has not told of. */
export function knownRoute<Name extends keyof AllRoutes>(name: Name): RouteEntry<Name> {
  const route = known[name];
  if (route === undefined) throw new TypeError(`This face knows no ${name}: npm run generate`);
  return route;
}

/**
 * A face's list that was generated too long ago costs a file more, and no screen. Null where that can't be had.
 * Not a promise unless it has to be: what is tapped as the window closes is to be on its way at once.
 */
export function findRoute<Name extends keyof AllRoutes>(
  name: Name,
): RouteEntry<Name> | Promise<RouteEntry<Name> | null> {
  return known[name] ?? loadRoute(name);
}

async function loadRoute<Name extends keyof AllRoutes>(name: Name): Promise<RouteEntry<Name> | null> {
  try {
    knowRoutes((await import("./route-map.ts")).routeMap);
    return knownRoute(name);
  } catch {
    return null;
  }
}
