import { useState } from "react";
import type { Session } from "#web/shared/session.ts";
import { feel } from "../feedback.ts";
import { readScanned } from "./read-scanned.ts";
import { ScanSheet } from "./scan-sheet.tsx";
import { useTexts } from "./texts.ts";
import { useBadge } from "./use-badge.ts";
import { useTypedCode } from "./use-typed-code.ts";

type Props = {
  readonly session: Omit<Session, "can">;
  readonly isOpen: boolean;
  readonly open: (isOpen: boolean) => void;
  /** Brings the card of an order into sight, or says that there is none. */
  readonly find: (order: string) => void;
  /** Somebody else has signed in here. */
  readonly switched: () => void;
};

/** What a camera or a hand scanner reads while somebody is signed in: a job card, or the badge of whoever comes next. */
export function Scan({ session, isOpen, open, find, switched }: Props) {
  const { t } = useTexts();
  const { workspace, member } = session;
  const [said, setSaid] = useState<string>();
  const badge = useBadge({ signedIn: switched, deviceUnknown: () => undefined });

  const say = (words: string): void => {
    feel("refused");
    setSaid(words);
    open(true);
  };
  const take = (text: string): void => {
    const scanned = readScanned(text, workspace.slug);
    setSaid(undefined);
    badge.tell(undefined);
    switch (scanned.kind) {
      case "order":
        open(false);
        find(scanned.order);
        return;
      case "badge":
        if (!member.byPin) {
          say(t("tablet.scan.ownPhone"));
          return;
        }
        open(true);
        void badge.show(scanned.code);
        return;
      case "other_workspace":
        say(t("tablet.scan.otherWorkspace"));
        return;
      case "unknown":
        say(t("tablet.scan.unknown"));
    }
  };
  useTypedCode((code) => {
    take(code);
    return true;
  });
  const close = (): void => {
    setSaid(undefined);
    badge.tell(undefined);
    open(false);
  };

  if (!isOpen) return null;
  return (
    <ScanSheet
      title={t("tablet.scan.title")}
      text={t(member.byPin ? "tablet.scan.text" : "tablet.scan.textOwnPhone")}
      told={said ?? badge.told}
      onCode={take}
      close={close}
    />
  );
}
