import { type ReactNode, useState } from "react";
import { call, type Refused } from "#web/shared/call.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { languages } from "#web/texts/catalogue.ts";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { DeviceCodeForm } from "./device-code-form.tsx";
import style from "./sign-in.module.css";

type Props = {
  readonly signedIn: () => void;
  /** Why it is this form, and not the faces. */
  readonly note?: string | undefined;
  readonly children?: ReactNode;
};

export function PasswordForm({ signedIn, note, children }: Props) {
  const { t, language, refusal: wordsOf } = useTexts();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();

  const [byCode, setByCode] = useState(false);
  if (byCode) return <DeviceCodeForm back={() => setByCode(false)} />;

  const enter = async (): Promise<void> => {
    setAsking(true);
    setRefusal(undefined);
    const answer = await call("signIn", { email: email.trim(), password });
    setAsking(false);
    if (answer.ok) signedIn();
    else setRefusal(answer.refusal);
  };

  return (
    <main className={style.form}>
      <h1 className={style.title}>{t("floor.signIn.title")}</h1>
      <p className={style.note}>{note ?? t("floor.signIn.ownPhone")}</p>
      <form
        className={style.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <label className={style.field}>
          {t("floor.signIn.email")}
          <input
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <label className={style.field}>
          {t("floor.signIn.password")}
          <input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <div role="alert" className={style.said}>
          {refusal !== undefined && <p className={style.refused}>{wordsOf(refusal)}</p>}
        </div>
        <BigButton type="submit" size="huge" tone="start" disabled={asking}>
          {t("action.signIn")}
        </BigButton>
      </form>
      {children ?? <BigButton onClick={() => setByCode(true)}>{t("floor.signIn.shared")}</BigButton>}
      <div className={style.languages} role="group" aria-label={t("floor.menu.language")}>
        {languages.map((each) => (
          <BigButton
            key={each}
            lang={each}
            chosen={each === language}
            onClick={() => void showLanguage(each)}
          >
            {t(`language.${each}`)}
          </BigButton>
        ))}
      </div>
    </main>
  );
}
