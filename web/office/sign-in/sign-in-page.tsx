import { PageSkeleton } from "#web/shared/states.tsx";

export function SignInPage() {
  return <PageSkeleton />;
}
