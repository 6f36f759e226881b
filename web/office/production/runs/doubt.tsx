import { Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import type { Check } from "./check-answers.ts";
import style from "./runs.module.css";

type Props = {
  /** Checks that are missing or failed. */
  readonly open: readonly Check[];
  readonly failed: boolean;
  readonly photoMissing: boolean;
  readonly value: string;
  readonly onChange: (reason: string) => void;
  readonly refusal: Refused | undefined;
};

/** What keeps the work from counting as good, and a supervisor's way past it. Nothing is wrong while it is only open. */
export function Doubt({ open, failed, photoMissing, value, onChange, refusal }: Props) {
  const { t, list } = useTexts();
  const { can } = useSession();
  const [asked, setAsked] = useState(false);
  const mayConcede = can("run.resolve");
  const conceding = mayConcede && (failed || asked || value !== "");
  const names = list(open.map((check) => check.name));
  return (
    <div className={failed ? style.doubt : style.still} role="status">
      <p>
        {open.length > 0 && t(failed ? "run.checksOpen" : "run.checksMissing", { names })}{" "}
        {photoMissing && t("run.photoMissing")} {failed && !mayConcede && t("run.askSupervisor")}
      </p>
      {mayConcede && !conceding && (
        <button type="button" className={style.linkButton} onClick={() => setAsked(true)}>
          {t("run.concede")}
        </button>
      )}
      {conceding && (
        <Textarea
          label={t("run.concession")}
          description={t("run.concessionHint")}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={faultAt(refusal, "concession")}
        />
      )}
    </div>
  );
}
