import { Button, Textarea } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { Mark } from "../mark.tsx";
import { type Correction, endInstead, sideInWords } from "../order-time/time-words.ts";
import { useTexts } from "../texts.ts";
import { signed } from "./correction-effect.tsx";
import style from "./corrections.module.css";

type Props = { readonly correction: Correction; readonly linked?: boolean };

/** A correction as it was, as it should be, why, and what can be done with it. `linked`: it stands beside others' orders. */
export function CorrectionCard({ correction, linked = false }: Props) {
  const texts = useTexts();
  const { t, dateTime, money } = texts;
  const { workspace } = useParams({ strict: false });
  const { kind, proposedBy, proposedAt } = correction;
  const instead = endInstead(correction, texts);
  const place = t("correct.at", { stage: correction.stageName, number: correction.orderNumber });
  return (
    <li className={style.correction}>
      <div className={style.what}>
        <p className={style.head}>
          <Mark tone={correction.state === "proposed" ? "waiting" : "plain"}>
            {t(kind === "time" ? "correct.ofTime" : "correct.ofMaterial")}
          </Mark>
          {linked && workspace !== undefined ? (
            <Link
              to="/w/$workspace/orders/$orderId"
              params={{ workspace, orderId: correction.orderId }}
              search={{ tab: "time" }}
            >
              {place}
            </Link>
          ) : (
            <strong>{correction.stageName}</strong>
          )}
          {linked && <span className="soft">{correction.productName}</span>}
        </p>
        {instead !== null && <p className={style.instead}>{instead}</p>}
        <p className={style.change}>
          <del>{sideInWords(correction.before, kind, texts)}</del>
          <span aria-hidden> → </span>
          <ins>
            {kind === "time" && correction.after.stretches.length === 0
              ? t("time.takenAway")
              : sideInWords(correction.after, kind, texts)}
          </ins>
        </p>
        <p className={style.reason}>
          <q>{correction.reason}</q>
        </p>
        <p className="soft">
          {proposedBy === null
            ? t("correct.byNobody", { when: dateTime(proposedAt) })
            : t("correct.by", { name: proposedBy, when: dateTime(proposedAt) })}
          {correction.state !== "proposed" && ` · ${outcome(correction, texts)}`}
          {correction.costDifference !== null &&
            ` · ${t("correct.difference", { sum: signed(correction.costDifference, money) })}`}
          {correction.decidedNote !== "" && ` · ${correction.decidedNote}`}
        </p>
      </div>
      {correction.verbs.length > 0 && <Decide correction={correction} />}
    </li>
  );
}

function outcome(correction: Correction, { t }: ReturnType<typeof useTexts>): string {
  const name = correction.decidedBy ?? "—";
  if (correction.state === "withdrawn") return t("correct.stateWithdrawn");
  if (correction.state === "declined") return t("correct.stateDeclined", { name });
  return correction.atOnce ? t("correct.stateOnce") : t("correct.stateApproved", { name });
}

function Decide({ correction }: { readonly correction: Correction }) {
  const { t } = useTexts();
  const [declining, setDeclining] = useState(false);
  const [note, setNote] = useState("");
  const decide = useCommand("decideCorrection");
  const withdraw = useCommand("withdrawCorrection");
  const correctionId = correction.id;
  const may = (verb: Correction["verbs"][number]): boolean => correction.verbs.includes(verb);
  const answerWith = async (decision: "approve" | "decline"): Promise<void> => {
    const answer = await decide.run({ correctionId, decision, note }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t(decision === "approve" ? "correct.applied" : "correct.declined") });
    setDeclining(false);
  };
  const takeBack = async (): Promise<void> => {
    const answer = await withdraw.run({ correctionId });
    if (answer.ok) notify({ tone: "done", text: t("correct.withdrawn") });
  };
  return (
    <div className={style.decide}>
      <div className={style.buttons}>
        {may("withdraw") && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={withdraw.pending}
            onClick={() => void takeBack()}
          >
            {t("correct.withdraw")}
          </Button>
        )}
        {may("decline") && (
          <Button variant="default" size="compact-sm" onClick={() => setDeclining(true)}>
            {t("correct.decline")}
          </Button>
        )}
        {may("approve") && (
          <Button size="compact-sm" loading={decide.pending} onClick={() => void answerWith("approve")}>
            {t("correct.approve")}
          </Button>
        )}
      </div>
      {!declining && <RefusalNotice refusal={decide.refusal} />}
      {declining && (
        <FormDialog
          title={t("correct.declineTitle")}
          onClose={() => setDeclining(false)}
          onSubmit={() => void answerWith("decline")}
          submitLabel={t("correct.decline")}
          pending={decide.pending}
          refusal={decide.refusal}
          alarming
        >
          <Textarea
            label={t("correct.note")}
            data-autofocus
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </FormDialog>
      )}
    </div>
  );
}
