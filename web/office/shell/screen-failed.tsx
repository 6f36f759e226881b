import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { EmptyState } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";

/** A bug in a screen, or a part of the program that could not be fetched after an update: the rest stands. */
export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useTexts();
  useEffect(() => console.error(error), [error]);
  return (
    <EmptyState title={t("screenFailed.title")} text={t("screenFailed.text")}>
      <Button
        onClick={() => {
          reset();
          location.reload();
        }}
      >
        {t("action.retry")}
      </Button>
    </EmptyState>
  );
}
