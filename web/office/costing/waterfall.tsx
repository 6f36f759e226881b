import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { text } from "#kernel/decimal.ts";
import { useTexts } from "../production/texts.ts";
import { BarLines } from "./bar-lines.tsx";
import { scaleOf, type Step, stepsOf, type StoryBar, unchangedOf } from "./story-steps.ts";
import { Difference, isNeutral, stepName } from "./story-words.tsx";
import style from "./costing.module.css";

type Props = {
  readonly bars: readonly (Pick<StoryBar, "kind" | "amount"> & Partial<StoryBar>)[];
  readonly provisional: boolean;
};

/** The story as bars, one below the other: each begins where the last one ended, and opens its lines. */
export function Waterfall({ bars, provisional }: Props) {
  const { t, list } = useTexts();
  const steps = stepsOf(bars);
  const scale = scaleOf(steps);
  const unchanged = unchangedOf(bars);
  return (
    <>
      <ol className={style.waterfall}>
        {steps.map((step) => (
          <Row
            key={step.kind}
            step={step}
            scale={scale}
            provisional={provisional}
            bar={bars.find(({ kind }) => kind === step.kind)}
          />
        ))}
      </ol>
      {unchanged.length > 0 && (
        <p className={style.remark}>
          {t("story.noChange", { names: list(unchanged.map((kind) => t(`story.bar.${kind}`))) })}
        </p>
      )}
    </>
  );
}

type RowProps = {
  readonly step: Step;
  readonly scale: { readonly low: number; readonly high: number };
  readonly provisional: boolean;
  readonly bar: Props["bars"][number] | undefined;
};

function Row({ step, scale, provisional, bar }: RowProps) {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  const id = useId();
  const name = stepName(step.kind, texts, provisional);
  const content = (
    <>
      <span className={style.stepName}>
        {bar?.lines !== undefined && (
          <IconChevronRight size={16} className={style.chevron} data-open={open || undefined} aria-hidden />
        )}
        {name}
      </span>
      <Track step={step} scale={scale} />
      <span className={style.stepAmount}>
        {step.isTotal ? (
          texts.money(text(step.amount))
        ) : (
          <Difference amount={step.amount} neutral={isNeutral(step.kind)} />
        )}
      </span>
    </>
  );
  if (bar?.lines === undefined) {
    return (
      <li className={style.step} data-total={step.isTotal || undefined}>
        <div className={style.stepRow}>{content}</div>
      </li>
    );
  }
  return (
    <li className={style.step} data-total={step.isTotal || undefined}>
      <button
        type="button"
        className={style.stepRow}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {content}
      </button>
      {open && (
        <div id={id} className={style.opened}>
          <BarLines bar={{ more: { count: 0, amount: "0" }, ...bar, lines: bar.lines }} name={name} />
        </div>
      )}
    </li>
  );
}

/** For the eye alone: the amount stands beside it as text. */
function Track({ step, scale }: Pick<RowProps, "step" | "scale">) {
  const place = (amount: number): number => (100 * (amount - scale.low)) / (scale.high - scale.low);
  const [from, to] = [place(Number(text(step.from))), place(Number(text(step.to)))];
  const tone = step.isTotal
    ? step.kind === "expected"
      ? "expected"
      : "total"
    : isNeutral(step.kind)
      ? "planned"
      : step.amount.gt(0)
        ? "dearer"
        : "cheaper";
  return (
    <span className={style.track} aria-hidden>
      <span
        className={style.bar}
        data-tone={tone}
        style={{ left: `${Math.min(from, to)}%`, width: `max(${Math.abs(to - from)}%, 3px)` }}
      />
      <span className={style.end} style={{ left: `${to}%` }} />
    </span>
  );
}
