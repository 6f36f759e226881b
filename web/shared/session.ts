import type { Action } from "#modules/access/contract/actions.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "./queries.ts";

export type Session = OutputOf<"showWorkspace"> & { readonly can: (action: Action) => boolean };

/** The session as far as it is known: what a shell asks before it draws anything. */
export function useSessionState() {
  return useRoute("showWorkspace", {});
}

/** The workspace, oneself in it, and what one may do. Only below a shell, which waits until it is known. */
export function useSession(): Session {
  const { data } = useSessionState();
  if (data === undefined) throw new Error("useSession is for screens inside a shell that has loaded it");
  return { ...data, can: (action) => data.actions.includes(action) };
}
