import { useState } from "react";
import { call } from "#web/shared/call.ts";
import type { Session } from "#web/shared/session.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { chooseTheme, themeChoices, useTheme } from "#web/shared/theme.ts";
import { type Language, languages } from "#web/texts/catalogue.ts";
import { chooseComfort, useComfort } from "../comfort.ts";
import { canVibrate, feel, isSoundOn, readySound, turnSound } from "../feedback.ts";
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
  const comfort = useComfort();
  const [sound, setSound] = useState(isSoundOn);
  const { member, workspace } = session;

  const speak = (next: Language): void => {
    void showLanguage(next);
    // Remembered for this person on every device; without network it holds on this one.
    void call("setLanguage", { language: next });
  };
  const turn = (on: boolean): void => {
    turnSound(on);
    setSound(on);
    readySound();
    feel("done");
  };
  const shake = (on: boolean): void => {
    chooseComfort({ vibration: on });
    feel("done");
  };
  const onOff = [
    { value: true, name: t("floor.menu.soundOn") },
    { value: false, name: t("floor.menu.soundOff") },
  ] as const;

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
      <Choice
        name={t("floor.menu.theme")}
        values={themeChoices.map((value) => ({ value, name: t(`floor.theme.${value}`) }))}
        chosen={choice}
        choose={chooseTheme}
      />
      <Choice
        name={t("floor.menu.contrast")}
        values={onOff}
        chosen={comfort.contrast === "high"}
        choose={(on) => chooseComfort({ contrast: on ? "high" : "normal" })}
      />
      <Choice
        name={t("floor.menu.gloves")}
        values={onOff}
        chosen={comfort.gloves}
        choose={(gloves) => chooseComfort({ gloves })}
      />
      <Choice
        name={t("floor.menu.hand")}
        values={hands.map((value) => ({ value, name: t(`floor.hand.${value}`) }))}
        chosen={comfort.hand}
        choose={(hand) => chooseComfort({ hand })}
      />
      <Choice name={t("floor.menu.sound")} values={onOff} chosen={sound} choose={turn} />
      {canVibrate() && (
        <Choice name={t("floor.menu.vibration")} values={onOff} chosen={comfort.vibration} choose={shake} />
      )}
      <p>{t("floor.menu.kept")}</p>
      {!canStayAwake() && <p>{t("floor.menu.notAwake")}</p>}
    </Sheet>
  );
}

const hands = ["left", "both", "right"] as const;

type ChoiceProps<Value> = {
  readonly name: string;
  readonly values: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value;
  readonly choose: (value: Value) => void;
};

function Choice<Value extends string | boolean>({ name, values, chosen, choose }: ChoiceProps<Value>) {
  return (
    <div className={style.group} role="group" aria-label={name}>
      <p aria-hidden>{name}</p>
      <div className={style.choices}>
        {values.map((each) => (
          <BigButton
            key={String(each.value)}
            chosen={each.value === chosen}
            onClick={() => choose(each.value)}
          >
            {each.name}
          </BigButton>
        ))}
      </div>
    </div>
  );
}
