import { useTexts } from "../texts.ts";
import type { OrderStage, StageRun } from "../order-types.ts";
import { Photos } from "../photos.tsx";
import style from "./stages.module.css";

type Answer = StageRun["checks"][number];

/** What a run was finished with: its checklist, its photos, and why it was good all the same. */
export function RunProof({ stage, run }: { readonly stage: OrderStage; readonly run: StageRun }) {
  const { t } = useTexts();
  const { concession } = run;
  if (run.checks.length === 0 && run.photoIds.length === 0 && concession === null) return null;
  const parts = [
    run.checks.length === 0 ? null : t("run.proofChecks", { count: run.checks.length }),
    run.photoIds.length === 0 ? null : t("run.proofPhotos", { count: run.photoIds.length }),
    concession === null ? null : t("run.withConcession"),
  ];
  return (
    <details className={style.proof}>
      <summary>{parts.filter((part) => part !== null).join(" · ")}</summary>
      {concession !== null && (
        <p className={style.blocked}>{t("run.concessionWas", { reason: concession })}</p>
      )}
      {run.checks.length > 0 && (
        <dl className={style.checks}>
          {run.checks.map((answer) => (
            <CheckLine key={answer.key} stage={stage} answer={answer} />
          ))}
        </dl>
      )}
      <Photos photoIds={run.photoIds} label={t("run.photosOf", { stage: stage.name })} />
    </details>
  );
}

function CheckLine({ stage, answer }: { readonly stage: OrderStage; readonly answer: Answer }) {
  const { t, quantity, number } = useTexts();
  const check = stage.checks.find((one) => one.key === answer.key);
  const name = check?.name ?? answer.key;
  const unit = check?.kind === "number" ? check.unit : null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {answer.yes !== undefined && t(answer.yes ? "run.yes" : "run.no")}
        {answer.number !== undefined &&
          (unit === null ? number(answer.number) : quantity(answer.number, unit))}
        {answer.text}
        {answer.photoIds !== undefined && <Photos photoIds={answer.photoIds} label={name} />}
      </dd>
    </div>
  );
}
