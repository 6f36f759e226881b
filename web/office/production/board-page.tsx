import { PageSkeleton } from "#web/shared/states.tsx";

export function BoardPage() {
  return <PageSkeleton />;
}
