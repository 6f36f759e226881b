import type { Action, Thing } from "./actions.ts";
import type { Actor } from "./roles.ts";

/** Who reads, when, and what they may see; days are the workspace's. */
export type Viewer = {
  readonly actor: Actor;
  readonly now: Date;
  readonly timeZone: string;
  /** Signed in by a PIN on a shared device; left out where nobody sits before the screen (exports, tests). */
  readonly byPin?: boolean;
  readonly may: (action: Action, thing?: Thing) => boolean;
};
