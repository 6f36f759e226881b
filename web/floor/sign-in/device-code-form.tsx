import { useState } from "react";
import { call, type Refused } from "#web/shared/call.ts";
import { useTexts } from "../scan/texts.ts";
import { BigButton } from "../shell/big-button.tsx";
import style from "./sign-in.module.css";

/** Makes this tablet the shared one for which somebody in the office has a code. */
export function DeviceCodeForm({ back }: { readonly back: () => void }) {
  const { t, refusal: wordsOf } = useTexts();
  const [code, setCode] = useState("");
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();

  const register = async (): Promise<void> => {
    setAsking(true);
    setRefusal(undefined);
    const answer = await call("registerByCode", { code: code.replaceAll(/\D/g, "") });
    setAsking(false);
    if (answer.ok) location.replace(`/floor/${encodeURIComponent(answer.value.workspace.slug)}`);
    else setRefusal(answer.refusal);
  };

  return (
    <main className={style.form}>
      <h1 className={style.title}>{t("tablet.register.title")}</h1>
      <p className={style.note}>{t("tablet.register.text")}</p>
      <form
        className={style.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void register();
        }}
      >
        <label className={style.field}>
          {t("tablet.register.code")}
          <input
            inputMode="numeric"
            autoComplete="off"
            required
            maxLength={20}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        <div role="alert" className={style.said}>
          {refusal !== undefined && <p className={style.refused}>{wordsOf(refusal)}</p>}
        </div>
        <BigButton type="submit" size="huge" tone="start" disabled={asking}>
          {t("tablet.register.do")}
        </BigButton>
      </form>
      <BigButton onClick={back}>{t("tablet.register.back")}</BigButton>
    </main>
  );
}
