import { Component, type ReactNode } from "react";
import { useTexts } from "../texts.ts";
import { BigButton } from "./big-button.tsx";
import { Message } from "./message.tsx";

type Props = { readonly children: ReactNode };

/** A bug on this screen leaves words and a way on, not a white page. React knows this only as a class. */
export class ScreenFailed extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useTexts();
  return (
    <Message title={t("floor.crashed.title")} text={t("floor.crashed.text")}>
      <BigButton tone="start" size="huge" onClick={() => location.reload()}>
        {t("floor.crashed.reload")}
      </BigButton>
    </Message>
  );
}
