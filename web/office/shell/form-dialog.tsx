import { Button, Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Refused } from "#web/shared/call.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import style from "./form-dialog.module.css";

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly submitLabel?: string;
  /** Where "Cancel" could be taken for the act itself. */
  readonly closeLabel?: string;
  /** Beside the buttons, at the left: a step back. */
  readonly aside?: ReactNode;
  /** What is done can't be taken back, or hurts. */
  readonly alarming?: boolean;
  readonly pending?: boolean;
  readonly refusal?: Refused | undefined;
  /** Why it can't be sent yet; the browser's own checks of fields come besides. */
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly children: ReactNode;
};

/** A form over the page: mounted while it is open, so that it always begins empty. Esc closes, Enter sends. */
export function FormDialog(props: Props) {
  const { t } = useTexts();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (props.pending !== true) props.onSubmit();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.wide === true ? "52rem" : "30rem"}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form className={style.form} onSubmit={submit}>
        {props.children}
        <RefusalNotice refusal={props.refusal} />
        <div className={style.buttons}>
          {props.aside !== undefined && <div className={style.aside}>{props.aside}</div>}
          <Button variant="default" onClick={props.onClose}>
            {props.closeLabel ?? t("action.cancel")}
          </Button>
          <Button
            type="submit"
            loading={props.pending ?? false}
            disabled={props.disabled ?? false}
            {...(props.alarming === true ? { color: "red" } : {})}
          >
            {props.submitLabel ?? t("action.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Fields beside each other while there is room. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className={style.row}>{children}</div>;
}
