import { useQueryClient } from "@tanstack/react-query";
import { forgetPerson } from "./outbox/page-outbox.ts";

/** Whoever comes next must not see a single card of whoever was here before. */
export function useStartAnew(): () => void {
  const queries = useQueryClient();
  return () => {
    void forgetPerson().finally(() => void queries.resetQueries());
  };
}
