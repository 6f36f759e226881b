import { PageSkeleton } from "#web/shared/states.tsx";

export function DealBoardPage() {
  return <PageSkeleton />;
}
