import type { Action, RunThing } from "#modules/access/core/may.ts";
import type { Actor } from "./roles.ts";

/** Who reads, when, and what they may see; days are the workspace's. */
export type Viewer = {
  readonly actor: Actor;
  readonly now: Date;
  readonly timeZone: string;
  readonly may: (action: Action, run?: RunThing) => boolean;
};
