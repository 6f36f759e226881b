import { PageSkeleton } from "#web/shared/states.tsx";

export function AutomationPage() {
  return <PageSkeleton />;
}
