import { PageSkeleton } from "#web/shared/states.tsx";

export function SignUpPage() {
  return <PageSkeleton />;
}
