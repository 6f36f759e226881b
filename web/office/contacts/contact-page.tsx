import { PageSkeleton } from "#web/shared/states.tsx";

export function ContactPage() {
  return <PageSkeleton />;
}
