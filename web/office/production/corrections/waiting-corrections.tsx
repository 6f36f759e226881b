import { usePages } from "#web/shared/queries.ts";
import { MoreButton } from "../../shell/more-button.tsx";
import { useTexts } from "../texts.ts";
import { CorrectionCard } from "./correction-card.tsx";
import style from "./corrections.module.css";

/** On the page of tasks of whoever decides: corrections of all orders that wait, the longest waiting first. */
export function WaitingCorrections() {
  const { t } = useTexts();
  const { rows, more, fetchingMore } = usePages("listCorrections", {});
  if (rows === undefined || rows.length === 0) return null;
  const title = more === null ? t("correct.waiting", { count: rows.length }) : t("correct.waitingSome");
  return (
    <section className={style.banner} aria-label={title}>
      <h2>{title}</h2>
      <ul className={style.list}>
        {rows.map((correction) => (
          <CorrectionCard key={correction.id} correction={correction} linked />
        ))}
      </ul>
      <MoreButton more={more} pending={fetchingMore} />
    </section>
  );
}
