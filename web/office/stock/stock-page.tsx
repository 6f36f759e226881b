import { PageSkeleton } from "#web/shared/states.tsx";

export function StockPage() {
  return <PageSkeleton />;
}
