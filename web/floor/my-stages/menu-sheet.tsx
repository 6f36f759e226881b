import { useState } from "react";
import { call } from "#web/shared/call.ts";
import type { Session } from "#web/shared/session.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { chooseTheme, themeChoices, useTheme } from "#web/shared/theme.ts";
import { type Language, languages } from "#web/texts/catalogue.ts";
import { feel, isSoundOn, readySound, turnSound } from "../feedback.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { canStayAwake } from "../wake-lock.ts";
import style from "./menu-sheet.module.css";

type Props = {
  readonly session: Omit<Session, "can">;
  readonly close: () => void;
  readonly leave: () => void;
};

export function MenuSheet({ session, close, leave }: Props) {
  const { t, language } = useTexts();
  const { choice } = useTheme();
  const [sound, setSound] = useState(isSoundOn);
  const { member, workspace } = session;

  const speak = (next: Language): void => {
    void showLanguage(next);
    // Remembered for this person on every device; without network it holds on this one.
    void call("setLanguage", { language: next });
  };

  return (
    <Sheet
      title={member.name}
      close={close}
      foot={
        <div className={style.foot}>
          <BigButton onClick={close}>{t("action.close")}</BigButton>
          <BigButton tone="start" onClick={leave}>
            {member.byPin ? t("floor.menu.switchPerson") : t("action.signOut")}
          </BigButton>
        </div>
      }
    >
      <p>{workspace.name}</p>
      <div className={style.group} role="group" aria-label={t("floor.menu.language")}>
        <p aria-hidden>{t("floor.menu.language")}</p>
        <div className={style.choices}>
          {languages.map((each) => (
            <BigButton key={each} lang={each} chosen={each === language} onClick={() => speak(each)}>
              {t(`language.${each}`)}
            </BigButton>
          ))}
        </div>
      </div>
      <div className={style.group} role="group" aria-label={t("floor.menu.theme")}>
        <p aria-hidden>{t("floor.menu.theme")}</p>
        <div className={style.choices}>
          {themeChoices.map((each) => (
            <BigButton key={each} chosen={each === choice} onClick={() => chooseTheme(each)}>
              {t(`floor.theme.${each}`)}
            </BigButton>
          ))}
        </div>
      </div>
      <div className={style.group} role="group" aria-label={t("floor.menu.sound")}>
        <p aria-hidden>{t("floor.menu.sound")}</p>
        <div className={style.choices}>
          {[true, false].map((on) => (
            <BigButton
              key={String(on)}
              chosen={on === sound}
              onClick={() => {
                turnSound(on);
                setSound(on);
                readySound();
                feel("done");
              }}
            >
              {on ? t("floor.menu.soundOn") : t("floor.menu.soundOff")}
            </BigButton>
          ))}
        </div>
      </div>
      {!canStayAwake() && <p>{t("floor.menu.notAwake")}</p>}
    </Sheet>
  );
}
