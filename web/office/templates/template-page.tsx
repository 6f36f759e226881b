import { PageSkeleton } from "#web/shared/states.tsx";

export function TemplatePage() {
  return <PageSkeleton />;
}
