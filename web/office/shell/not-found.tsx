import { Link } from "@tanstack/react-router";
import { EmptyState } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";

export function NotFound() {
  const { t } = useTexts();
  return (
    <EmptyState title={t("notFound.title")} text={t("notFound.text")}>
      <Link to="/">{t("notFound.home")}</Link>
    </EmptyState>
  );
}
