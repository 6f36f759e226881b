import { Button, CloseButton } from "@mantine/core";
import { dismissNotice, useNotices } from "#web/shared/notices.ts";
import { useTexts } from "../texts.ts";
import style from "./toaster.module.css";

/** The corner where short sentences appear; read aloud politely. */
export function Toaster() {
  const notices = useNotices();
  const { t, refusal } = useTexts();
  return (
    <div className={style.stack} role="status" aria-live="polite">
      {notices.map((notice) => {
        const { act } = notice;
        return (
          <div key={notice.id} className={style.notice} data-tone={notice.tone}>
            <p className={style.text}>
              {notice.refusal === undefined ? notice.text : refusal(notice.refusal)}
            </p>
            {act !== undefined && (
              <Button
                variant="light"
                size="xs"
                onClick={() => {
                  dismissNotice(notice.id);
                  act.run();
                }}
              >
                {act.label}
              </Button>
            )}
            <CloseButton aria-label={t("action.close")} onClick={() => dismissNotice(notice.id)} />
          </div>
        );
      })}
    </div>
  );
}
