import { type ReactNode, useEffect } from "react";
import { showLanguage } from "#web/shared/texts.tsx";
import { languages } from "#web/texts/catalogue.ts";
import { useTexts } from "../texts.ts";
import style from "./door.module.css";

/** The frame of what comes before a workspace: sign, one form, the languages. */
export function Door(props: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly wide?: boolean;
}) {
  const { t, language } = useTexts();
  useEffect(() => {
    document.title = `${props.title} · Treadle`;
  }, [props.title]);
  return (
    <main className={style.room}>
      <div className={style.door} data-wide={props.wide || undefined}>
        <p className={style.sign}>{t("office.title")}</p>
        <h1 className={style.title}>{props.title}</h1>
        <p className={style.lead}>{props.lead}</p>
        {props.children}
        <div className={style.foot}>
          <span>{props.foot}</span>
          <span className={style.languages}>
            {languages.map((known) => (
              <button
                key={known}
                type="button"
                lang={known}
                className={style.language}
                aria-pressed={known === language}
                onClick={() => void showLanguage(known)}
              >
                {t(`language.${known}`)}
              </button>
            ))}
          </span>
        </div>
      </div>
    </main>
  );
}
