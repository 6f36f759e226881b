import { useEffect } from "react";
import { useTexts } from "../texts.ts";
import { useConnection } from "../use-connection.ts";
import style from "../my-stages/my-stages.module.css";
import { countPhotos } from "./kept-tap.ts";
import { isKept, outboxOfPage, useOutbox } from "./page-outbox.ts";

/** The quiet bar: whether there is a connection, and how many taps wait for it. */
export function ConnectionBar() {
  const words = useWords();
  return <div role="status">{words !== undefined && <p className={style.offline}>{words}</p>}</div>;
}

/** Of a tap that is shown only once the server has answered it. */
export function Saving() {
  const { t } = useTexts();
  const { isStuck } = useOutbox();
  const connected = useConnection();
  return <>{t(connected && !isStuck ? "floor.saving" : "floor.kept")}</>;
}

function useWords(): string | undefined {
  const { t } = useTexts();
  const connected = useConnection();
  const { waiting, isStuck, ofOthers } = useOutbox();
  useEffect(() => {
    // The event stream may know before the browser does.
    if (connected) outboxOfPage().poke();
  }, [connected]);
  const count = waiting.length;
  const photos = countPhotos(waiting);
  if (!connected || isStuck) {
    if (!isKept()) return t("floor.offline.fleeting");
    return count === 0 ? t("floor.offline") : t("floor.offline.saved", { count, photos });
  }
  // One or two are on their way all the time; more are a heap that was kept. A photo takes its time.
  if (count > 2 || photos > 0) return t("floor.offline.sending", { count, photos });
  return ofOthers > 0 ? t("floor.offline.ofOthers", { count: ofOthers }) : undefined;
}
