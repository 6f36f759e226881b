import { PageSkeleton } from "#web/shared/states.tsx";

export function TemplateListPage() {
  return <PageSkeleton />;
}
