import { PageSkeleton } from "#web/shared/states.tsx";

export function StartPage() {
  return <PageSkeleton />;
}
