import { Button, Checkbox, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { Mark } from "../production/mark.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { Section } from "../shell/page.tsx";
import type { Item } from "./item-list-page.tsx";
import { useTexts } from "./texts.ts";
import style from "./item.module.css";

type Upsell = Item["upsells"][number];

/** What is sold on top of a product. */
export function ItemUpsells({ item, changeable }: { readonly item: Item; readonly changeable: boolean }) {
  const { t, unitPrice } = useTexts();
  const [dialog, setDialog] = useState<Upsell | "new">();
  return (
    <Section
      title={t("item.upsells")}
      actions={
        changeable && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDialog("new")}
          >
            {t("item.addUpsell")}
          </Button>
        )
      }
    >
      {item.upsells.length === 0 ? (
        <p className={style.empty}>{t("item.noUpsells")}</p>
      ) : (
        <ul className={style.upsells}>
          {item.upsells.map((upsell) => (
            <li key={upsell.id}>
              <span>
                {upsell.name} {upsell.archived && <Mark>{t("item.archived")}</Mark>}
              </span>
              <span className={style.packAct}>
                <span className="figures">{unitPrice(upsell.price)}</span>
                {changeable && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t("item.editUpsell", { name: upsell.name })}
                    onClick={() => setDialog(upsell)}
                  >
                    {t("action.edit")}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {dialog !== undefined && (
        <UpsellDialog
          item={item}
          upsell={dialog === "new" ? null : dialog}
          onClose={() => setDialog(undefined)}
        />
      )}
    </Section>
  );
}

function UpsellDialog(props: {
  readonly item: Item;
  readonly upsell: Upsell | null;
  readonly onClose: () => void;
}) {
  const { item, upsell, onClose } = props;
  const { t } = useTexts();
  const add = useCommand("addUpsell");
  const change = useCommand("changeUpsell");
  const [name, setName] = useState(upsell?.name ?? "");
  const [price, setPrice] = useState(upsell?.price ?? "");
  const [archived, setArchived] = useState(upsell?.archived ?? false);
  const refusal = add.refusal ?? change.refusal;
  const submit = async (): Promise<void> => {
    const answer =
      upsell === null
        ? await add.run({ itemId: item.id, name, price }, { inPlace: true })
        : await change.run({ upsellId: upsell.id, name, price, archived }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={upsell === null ? t("item.addUpsell") : t("item.editUpsell", { name: upsell.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={upsell === null ? t("action.add") : t("action.save")}
      pending={add.pending || change.pending}
      refusal={refusal}
      disabled={name.trim() === "" || price === ""}
    >
      {upsell !== null && <p className="soft">{t("item.upsellText")}</p>}
      <TextInput
        label={t("item.upsellName")}
        placeholder={t("item.upsellHint")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(refusal, "name")}
      />
      <NumberField
        label={t("item.upsellPrice")}
        places={4}
        required
        value={price}
        onChange={setPrice}
        error={faultAt(refusal, "price")}
      />
      {upsell !== null && (
        <Checkbox
          label={t("item.upsellArchived")}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
