import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconCheck, IconChevronDown, IconChevronUp, IconMinus, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../../stock/texts.ts";
import { inPacks } from "../packs.ts";
import {
  cameOf,
  type Delivery,
  type Line,
  overOf,
  type Part,
  partOf,
  stepped,
  tickedOf,
} from "./delivery.ts";
import { text } from "#kernel/decimal.ts";
import style from "./receiving.module.css";

type Props = {
  readonly line: Line;
  /** undefined: not ticked */
  readonly delivery: Delivery | undefined;
  readonly seesCost: boolean;
  /** where its parts stand in what is sent */
  readonly paths: readonly string[];
  readonly refusal: Refused | undefined;
  readonly onChange: (delivery: Delivery | undefined) => void;
};

export function ReceiveLine({ line, delivery, onChange, ...rest }: Props) {
  const texts = useTexts();
  const { t, quantity } = texts;
  const name = nameOfVariant(line.itemName, line.variantName);
  const ticked = delivery !== undefined;
  const packs = inPacks(line.left, line.pack, line.unit, texts);
  return (
    <li className={style.line} data-ticked={ticked || undefined}>
      <button
        type="button"
        className={style.tick}
        role="checkbox"
        aria-checked={ticked}
        aria-label={t("receiving.tick", { name })}
        onClick={() => onChange(ticked ? undefined : tickedOf(line))}
      >
        <span className={style.box} aria-hidden>
          {ticked && <IconCheck size={26} stroke={3} />}
        </span>
        <span className={style.name}>
          <strong>{name}</strong>
          <span className={style.left}>
            {line.left === "0"
              ? t("receiving.allCame", { ordered: quantity(line.quantity, line.unit) })
              : t("receiving.leftOf", {
                  left: quantity(line.left, line.unit),
                  ordered: quantity(line.quantity, line.unit),
                })}
            {packs !== null && line.left !== "0" && ` · ${packs}`}
          </span>
          {line.articleNumber !== "" && <span className={style.left}>{line.articleNumber}</span>}
        </span>
      </button>
      {ticked && <Came line={line} name={name} delivery={delivery} onChange={onChange} {...rest} />}
    </li>
  );
}

type CameProps = Omit<Props, "delivery"> & { readonly delivery: Delivery; readonly name: string };

/** How much of it, and behind "more" what is seldom different. */
function Came({ line, name, delivery, seesCost, paths, refusal, onChange }: CameProps) {
  const texts = useTexts();
  const { t, quantity, unitPrice, lookUp } = texts;
  const asksPrice = seesCost && line.price === null;
  const [open, setOpen] = useState(false);
  const { parts } = delivery;
  const unit = lookUp(`unit.${line.unit}`) ?? line.unit;
  const over = overOf(line, delivery);
  const keepsBatches = line.traced || line.shelfLifeDays !== null;
  const setPart = (key: number, wish: Partial<Part>): void =>
    onChange({ ...delivery, parts: parts.map((part) => (part.key === key ? { ...part, ...wish } : part)) });
  const step = (part: Part, direction: 1 | -1): void =>
    setPart(part.key, { quantity: stepped(line, part.quantity, direction) });
  // A field that has to be filled, or that was refused, is not hidden.
  const refusedInside = paths.some(
    (path) =>
      faultAt(refusal, `${path}.price`) !== undefined || faultAt(refusal, `${path}.batch`) !== undefined,
  );
  const shown = open || asksPrice || refusedInside;
  return (
    <div className={style.came}>
      {parts.map((part, place) => (
        <div key={part.key} className={style.part}>
          <div className={style.stepper}>
            <ActionIcon
              size={52}
              variant="default"
              aria-label={`${t("receiving.less")}: ${name}`}
              onClick={() => step(part, -1)}
            >
              <IconMinus size={22} aria-hidden />
            </ActionIcon>
            <NumberField
              size="lg"
              aria-label={t("receiving.quantity", { name })}
              value={part.quantity}
              onChange={(next) => setPart(part.key, { quantity: next })}
              rightSectionWidth={52}
              rightSection={<span className="soft">{unit}</span>}
              error={faultAt(refusal, `${paths[place] ?? ""}.quantity`)}
            />
            <ActionIcon
              size={52}
              variant="default"
              aria-label={`${t("receiving.moreOf")}: ${name}`}
              onClick={() => step(part, 1)}
            >
              <IconPlus size={22} aria-hidden />
            </ActionIcon>
          </div>
          {(line.traced || (keepsBatches && shown)) && (
            <div className={style.batch}>
              <TextInput
                size="md"
                label={t("receiving.batch")}
                required={line.traced}
                value={part.batch}
                onChange={(event) => setPart(part.key, { batch: event.currentTarget.value })}
                error={
                  faultAt(refusal, `${paths[place] ?? ""}.batch`) ??
                  faultAt(refusal, `${paths[place] ?? ""}.batch.number`)
                }
              />
              <DateField
                size="md"
                label={t("receiving.bestBefore")}
                value={part.bestBefore}
                onChange={(bestBefore) => setPart(part.key, { bestBefore })}
                error={faultAt(refusal, `${paths[place] ?? ""}.batch.bestBefore`)}
              />
            </div>
          )}
        </div>
      ))}
      {over !== "0" && (
        <p className={style.over} role="status">
          {t("receiving.over", { amount: quantity(over, line.unit) })}
        </p>
      )}
      {shown && seesCost && (
        <NumberField
          size="md"
          label={t("receiving.price", { unit })}
          places={4}
          required={asksPrice}
          {...(line.price === null
            ? {}
            : { description: t("receiving.priceHint", { price: unitPrice(line.price) }) })}
          value={delivery.price}
          onChange={(price) => onChange({ ...delivery, price })}
          error={paths.map((path) => faultAt(refusal, `${path}.price`)).find((one) => one !== undefined)}
        />
      )}
      <div className={style.more}>
        {(seesCost || keepsBatches) && !asksPrice && (
          <Button
            variant="subtle"
            rightSection={
              shown ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />
            }
            aria-expanded={shown}
            onClick={() => setOpen(!open)}
          >
            {t("receiving.details")}
          </Button>
        )}
        {line.traced && (
          <Button
            variant="subtle"
            onClick={() => {
              const key = Math.max(...parts.map((part) => part.key)) + 1;
              onChange({ ...delivery, parts: [...parts, partOf(key, "")] });
            }}
          >
            {t("receiving.batchAgain")}
          </Button>
        )}
        {parts.length > 1 && <span className="soft">{quantity(text(cameOf(delivery)), line.unit)}</span>}
      </div>
    </div>
  );
}
