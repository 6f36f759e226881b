import { PageSkeleton } from "#web/shared/states.tsx";

export function OrderPage() {
  return <PageSkeleton />;
}
