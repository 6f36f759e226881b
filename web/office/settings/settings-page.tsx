import { PageSkeleton } from "#web/shared/states.tsx";

export function SettingsPage() {
  return <PageSkeleton />;
}
