import type { Correction } from "../order-time/time-words.ts";
import { useTexts } from "../texts.ts";
import { CorrectionCard } from "./correction-card.tsx";
import style from "./corrections.module.css";

/** What waits for a decision stands above everything else; what has been decided can be opened. */
export function OrderCorrections({ corrections }: { readonly corrections: readonly Correction[] }) {
  const { t } = useTexts();
  const waiting = corrections.filter((each) => each.state === "proposed");
  const decided = corrections.filter((each) => each.state !== "proposed");
  return (
    <>
      {waiting.length > 0 && (
        <section className={style.banner} aria-label={t("correct.waiting", { count: waiting.length })}>
          <h3>{t("correct.waiting", { count: waiting.length })}</h3>
          <ul className={style.list}>
            {waiting.map((correction) => (
              <CorrectionCard key={correction.id} correction={correction} />
            ))}
          </ul>
        </section>
      )}
      {decided.length > 0 && (
        <details className={style.decided}>
          <summary>
            {t("correct.earlier")} <span className="soft">{decided.length}</span>
          </summary>
          <ul className={style.list}>
            {decided.map((correction) => (
              <CorrectionCard key={correction.id} correction={correction} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
