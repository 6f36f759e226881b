import { IconBell, IconSearch } from "@tabler/icons-react";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import { type Overlay, showOverlay } from "./overlay.ts";
import style from "./shell.module.css";

const mostCounted = 100;
const isMac = navigator.userAgent.includes("Mac OS X");

type Props = {
  /** A drawer closes when something was picked. */
  readonly onPick?: (() => void) | undefined;
};

/** The search of everything, and the bell, with how much is unread: live, since a notice is a fact like others. */
export function QuickButtons({ onPick }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const open = (overlay: Overlay): void => {
    onPick?.();
    showOverlay(overlay);
  };
  return (
    <div className={style.quick}>
      <button
        type="button"
        className={style.find}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        onClick={() => open("palette")}
      >
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <span>{t("shell.find")}</span> <kbd aria-hidden data-mac={isMac || undefined} />
      </button>
      {can("notice.read") && <Bell onOpen={() => open("notices")} />}
    </div>
  );
}

function Bell({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useTexts();
  const unread = useRoute("countNotices", {}).data?.unread ?? 0;
  return (
    <button
      type="button"
      className={style.bell}
      aria-label={
        unread === 0 ? t("shell.notices") : `${t("shell.notices")}: ${t("shell.unread", { count: unread })}`
      }
      aria-haspopup="dialog"
      onClick={onOpen}
    >
      <IconBell size={20} stroke={1.6} aria-hidden />
      {unread > 0 && (
        <span className={style.unread} aria-hidden>
          {unread >= mostCounted ? `${mostCounted - 1}+` : unread}
        </span>
      )}
    </button>
  );
}
