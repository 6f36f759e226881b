import { PageSkeleton } from "#web/shared/states.tsx";

export function InvitationPage() {
  return <PageSkeleton />;
}
