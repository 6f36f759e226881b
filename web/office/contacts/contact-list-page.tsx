import { PageSkeleton } from "#web/shared/states.tsx";

export function ContactListPage() {
  return <PageSkeleton />;
}
