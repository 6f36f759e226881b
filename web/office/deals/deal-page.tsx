import { PageSkeleton } from "#web/shared/states.tsx";

export function DealPage() {
  return <PageSkeleton />;
}
