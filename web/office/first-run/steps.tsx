import { Button } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "../command-palette/texts.ts";
import { ButtonLink } from "../links.tsx";
import style from "./first-run.module.css";

export type FirstStep = OutputOf<"showFirstSteps">["steps"][number];
type Props = {
  readonly step: FirstStep;
  readonly workspace: string;
  readonly ownSlug: string | null;
  /** It is the one to take now. */
  readonly next?: boolean;
};

/** Where a step is taken: on the very thing, once it is there. */
export function StepAct({ step, workspace, ownSlug, next = false }: Props) {
  const { t } = useTexts();
  const params = { workspace };
  const look = next
    ? ({ size: "compact-sm", variant: "filled" } as const)
    : ({ size: "xs", variant: "light" } as const);
  const { dealId, orderId } = step;
  switch (step.name) {
    case "questions":
      return (
        <ButtonLink to="/w/$workspace/welcome" params={params} {...look}>
          {t("firstRun.step.questionsAct")}
        </ButtonLink>
      );
    case "template":
      return (
        <ButtonLink to="/w/$workspace/templates" params={params} {...look}>
          {t("firstRun.step.templateAct")}
        </ButtonLink>
      );
    case "stock":
      return (
        <ButtonLink to="/w/$workspace/stock" params={params} {...look}>
          {t("firstRun.step.stockAct")}
        </ButtonLink>
      );
    case "deal":
      return dealId === null ? (
        <ButtonLink to="/w/$workspace/deals" params={params} search={{ new: "deal" }} {...look}>
          {t("firstRun.step.dealAct", { title: "none" })}
        </ButtonLink>
      ) : (
        <ButtonLink to="/w/$workspace/deals/$dealId" params={{ workspace, dealId }} {...look}>
          {t("firstRun.step.dealAct", { title: "" })}
        </ButtonLink>
      );
    case "start":
    case "finish":
      return (
        orderId !== null && (
          <ButtonLink
            to="/w/$workspace/orders/$orderId"
            params={{ workspace, orderId }}
            search={{ tab: "stages" }}
            {...look}
          >
            {t(`firstRun.step.${step.name}Act`)}
          </ButtonLink>
        )
      );
    case "cost":
      return (
        orderId !== null && (
          <ButtonLink to="/w/$workspace/orders/$orderId/cost" params={{ workspace, orderId }} {...look}>
            {t("firstRun.step.costAct")}
          </ButtonLink>
        )
      );
    case "people":
      return (
        <ButtonLink to="/w/$workspace/settings" params={params} search={{ tab: "members" }} {...look}>
          {t("firstRun.step.peopleAct")}
        </ButtonLink>
      );
    case "own":
      return (
        ownSlug !== null && (
          // A whole new page: from one workspace to another nothing is kept in memory.
          <Button component="a" href={`/w/${encodeURIComponent(ownSlug)}`} {...look}>
            {t("firstRun.step.ownAct")}
          </Button>
        )
      );
  }
}

export function useStepTitle(): (step: FirstStep) => string {
  const { t } = useTexts();
  return ({ name, title }) =>
    name === "deal" || name === "start" || name === "finish" || name === "cost"
      ? t(`firstRun.step.${name}`, { title: title ?? "none" })
      : t(`firstRun.step.${name}`);
}

/** All steps, what is done ticked; each that is open says where it is taken. */
export function StepList(props: {
  readonly steps: readonly FirstStep[];
  readonly workspace: string;
  readonly ownSlug: string | null;
}) {
  const { t } = useTexts();
  const titleOf = useStepTitle();
  return (
    <ol className={style.steps}>
      {props.steps.map((step) => (
        <li key={step.name} className={style.step} data-done={step.done || undefined}>
          {step.done ? (
            <IconCircleCheckFilled className={style.tick} size={22} aria-label={t("firstRun.done")} />
          ) : (
            <IconCircle className={style.tick} size={22} aria-hidden />
          )}
          <div className={style.words}>
            <strong>{titleOf(step)}</strong>
            <p>{t(`firstRun.step.${step.name}Text`)}</p>
          </div>
          {!step.done && <StepAct step={step} workspace={props.workspace} ownSlug={props.ownSlug} />}
        </li>
      ))}
    </ol>
  );
}
