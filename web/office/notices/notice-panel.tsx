import { CloseButton, Drawer } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../command-palette/texts.ts";
import { NoticeList } from "./notice-list.tsx";
import { NoticeSettings } from "./notice-settings.tsx";
import style from "./notices.module.css";

/** What one was told, by days; and which kinds one wants to be told of. */
export function NoticePanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const [isSetting, setSetting] = useState(false);
  const title = t(isSetting ? "notice.settings" : "notice.title");
  return (
    <Drawer.Root opened onClose={onClose} size="27rem">
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body className={style.panel}>
          <div className={style.head}>
            <h2 className={style.title}>{title}</h2>
            <CloseButton aria-label={t("action.close")} onClick={onClose} />
          </div>
          {isSetting ? (
            <NoticeSettings onBack={() => setSetting(false)} />
          ) : (
            <NoticeList onClose={onClose} onSettings={() => setSetting(true)} />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
