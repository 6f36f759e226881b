import { PageSkeleton } from "#web/shared/states.tsx";

export function ItemListPage() {
  return <PageSkeleton />;
}
