import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTexts } from "./texts.ts";
import style from "./template.module.css";

/** Stands in the way of leaving what is not saved; from tab to tab one goes freely. */
export function LeaveDialog({ dirty }: { readonly dirty: boolean }) {
  const { t } = useTexts();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty &&
      (current.pathname !== next.pathname ||
        textAt(current.search, "version") !== textAt(next.search, "version")),
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("template.leaveTitle")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <p className="soft">{t("template.leaveText")}</p>
      <div className={style.leaveButtons}>
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("template.leave")}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t("template.stay")}
        </Button>
      </div>
    </Modal>
  );
}

function textAt(search: unknown, key: string): unknown {
  return typeof search === "object" && search !== null ? Reflect.get(search, key) : undefined;
}
