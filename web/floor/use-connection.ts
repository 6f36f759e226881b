import { useSyncExternalStore } from "react";
import { useConnected } from "#web/shared/live.ts";

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** False as soon as the phone itself knows that it has no network, or when the event stream has been silent. */
export function useConnection(): boolean {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return useConnected() && online;
}
