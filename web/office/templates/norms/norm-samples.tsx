import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { TemplateNorm } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { Mark } from "../../production/mark.tsx";
import { useTexts } from "../texts.ts";
import { isFormula } from "../template-draft.ts";
import type { SampleCheck } from "./formula-engine.ts";
import style from "./formula.module.css";
import { unitOfNorm } from "./material-words.ts";
import type { LineProps } from "./norm-line.tsx";
import { useEngine } from "./use-engine.ts";

type NormSample = TemplateNorm["samples"][number];
const terms = ["perUnit", "perBatch"] as const;

/** Values with what a formula has to make of them: tried at each letter here, and again when it is saved. */
export function NormSamples(props: LineProps) {
  const { line, product, sample, names, editable, refusal } = props;
  const { norm } = line;
  const { t } = useTexts();
  const formulas = terms.filter((of) => isFormula(norm[of]));
  const engine = useEngine(formulas.length > 0);
  if (formulas.length === 0 || engine === undefined) return null;
  const unit = unitOfNorm(norm, names) ?? "pcs";
  const checks = new Map(
    formulas.map((of) => [of, engine.checkNormSamples(norm[of], unit, norm.samples, product)]),
  );
  const verdict = (one: NormSample, place: number): SampleCheck | undefined => checks.get(one.of)?.[place];
  const passing = norm.samples.filter((one, place) => verdict(one, place)?.passes === true).length;
  const set = (samples: NormSample[]): void => line.set({ samples });
  return (
    <details className={style.samples} open={passing < norm.samples.length}>
      <summary>{t("template.samples", { count: norm.samples.length, passing })}</summary>
      <ul className={style.sampleList}>
        {norm.samples.map((one, place) => (
          // Samples have no id of their own; lines are only added at the end or taken out.
          <li key={`${place} ${norm.samples.length}`} className={style.sample}>
            <SampleLine
              one={one}
              named={formulas.length > 1}
              reads={isFormula(norm[one.of]) ? engine.readsOf(norm[one.of], product) : undefined}
              unit={t(`unit.${unit}`)}
              verdict={verdict(one, place)}
              fault={faultAt(refusal, `${line.path}.samples.${place}.expected`)}
              onChange={(next) => set(norm.samples.map((other, at) => (at === place ? next : other)))}
            />
            {editable && (
              <ActionIcon
                aria-label={t("template.removeSample", { number: place + 1 })}
                onClick={() => set(norm.samples.filter((_, at) => at !== place))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {editable &&
        norm.samples.length < 20 &&
        formulas.map((of) => (
          <Button
            key={of}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => set([...norm.samples, engine.sampleFrom(of, norm[of], unit, product, sample)])}
          >
            {formulas.length > 1
              ? t("template.addSampleOf", {
                  term: t(of === "perUnit" ? "template.normPerUnit" : "template.normPerBatch"),
                })
              : t("template.addSample")}
          </Button>
        ))}
    </details>
  );
}

function SampleLine(props: {
  readonly one: NormSample;
  readonly named: boolean;
  readonly reads: { readonly names: readonly string[]; readonly quantity: boolean } | undefined;
  readonly unit: string;
  readonly verdict: SampleCheck | undefined;
  readonly fault: string | undefined;
  readonly onChange: (sample: NormSample) => void;
}) {
  const { one, named, reads, unit, verdict, fault, onChange } = props;
  const { t, number, refusal } = useTexts();
  const names = new Set([...(reads?.names ?? []), ...Object.keys(one.values)]);
  const words = (): string => {
    if (verdict === undefined) return "";
    if (verdict.passes) return t("template.samplePasses");
    if ("wrongValue" in verdict) return t("template.sampleWrongValue", { name: verdict.wrongValue });
    if ("refusal" in verdict) return refusal({ ...verdict.refusal, message: "" });
    return t("template.sampleFails", { got: `${number(String(verdict.got))} ${unit}` });
  };
  return (
    <>
      {(reads === undefined || reads.quantity) && (
        <NumberField
          label={t("template.sampleQuantity")}
          size="xs"
          places={0}
          value={String(one.quantity)}
          onChange={(typed) => {
            if (/^[1-9]\d{0,5}$/.test(typed)) onChange({ ...one, quantity: Number(typed) });
          }}
        />
      )}
      {[...names].map((name) => (
        <TextInput
          key={name}
          label={name}
          size="xs"
          value={one.values[name] ?? ""}
          onChange={(event) =>
            onChange({ ...one, values: { ...one.values, [name]: event.currentTarget.value } })
          }
        />
      ))}
      {one.upsells.length > 0 && <span>{one.upsells.join(", ")}</span>}
      <NumberField
        label={
          named
            ? t("template.sampleExpectedOf", {
                term: t(one.of === "perUnit" ? "template.normPerUnit" : "template.normPerBatch"),
              })
            : t("template.sampleExpected")
        }
        size="xs"
        value={one.expected}
        onChange={(expected) => onChange({ ...one, expected })}
        rightSection={<span className="soft">{unit}</span>}
        error={fault}
      />
      <span className={style.verdict}>
        {verdict !== undefined && <Mark tone={verdict.passes ? "done" : "alarm"}>{words()}</Mark>}
      </span>
    </>
  );
}
