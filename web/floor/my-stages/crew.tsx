import { Face } from "../shell/face.tsx";
import { useTexts } from "../texts.ts";
import style from "./crew.module.css";
import type { Me, RunCard } from "./show-taps.ts";

/** Who is on it besides oneself, and who of them is on a pause. */
export function Crew({ card, me }: { readonly card: RunCard; readonly me: Me }) {
  const { t } = useTexts();
  const others = card.crew.filter(({ memberId }) => memberId !== me.id);
  if (others.length === 0) return null;
  return (
    <ul className={style.crew} aria-label={t("floor.crew")}>
      {others.map(({ memberId, name, working }) => (
        <li key={memberId}>
          <Face id={memberId} name={name} />
          <span>
            <b>{name}</b>
            <span>{t(working ? "floor.crew.works" : "floor.crew.paused")}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
