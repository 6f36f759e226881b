import { Navigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { firstPlace } from "./menu.ts";

/** Sends everyone to where their day begins. */
export function HomePage() {
  const { workspace } = useParams({ from: "/w/$workspace" });
  const { can } = useSession();
  const place = firstPlace(can);
  const toFloor = place === undefined && can("my_stages.read");
  useEffect(() => {
    if (toFloor) location.replace(`/floor/${encodeURIComponent(workspace)}`);
  }, [toFloor, workspace]);
  if (toFloor) return <PageSkeleton />;
  return <Navigate to={place ?? "/w/$workspace/tasks"} params={{ workspace }} replace />;
}
