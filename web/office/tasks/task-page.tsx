import { PageSkeleton } from "#web/shared/states.tsx";

export function TaskPage() {
  return <PageSkeleton />;
}
