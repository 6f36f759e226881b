import { Checkbox } from "@mantine/core";
import { useTexts } from "../texts.ts";
import style from "./deal-page.module.css";

type Props = {
  readonly upsells: readonly { readonly id: string; readonly name: string; readonly price: string | null }[];
  readonly value: readonly string[];
  readonly onChange: (upsellIds: readonly string[]) => void;
};

/** What can be sold on top: each a box to tick, with its price. Nothing where there is nothing. */
export function UpsellChoice({ upsells, value, onChange }: Props) {
  const { t, money } = useTexts();
  if (upsells.length === 0) return null;
  return (
    <fieldset className={style.upsells}>
      <legend>{t("dealLine.upsells")}</legend>
      {upsells.map(({ id, name, price }) => (
        <Checkbox
          key={id}
          label={price === null ? name : `${name}, ${money(price)}`}
          checked={value.includes(id)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...value, id] : value.filter((other) => other !== id))
          }
        />
      ))}
    </fieldset>
  );
}
