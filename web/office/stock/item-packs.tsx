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

type Pack = Item["packs"][number];

/** What an item is bought and counted in besides its own unit. */
export function ItemPacks({ item, changeable }: { readonly item: Item; readonly changeable: boolean }) {
  const { t, quantity } = useTexts();
  const [dialog, setDialog] = useState<Pack | "new">();
  return (
    <Section
      title={t("item.packs")}
      actions={
        changeable && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDialog("new")}
          >
            {t("item.addPack")}
          </Button>
        )
      }
    >
      {item.packs.length === 0 ? (
        <p className={style.empty}>{t("item.noPacks")}</p>
      ) : (
        <ul className={style.upsells}>
          {item.packs.map((pack) => (
            <li key={pack.id}>
              <span>
                {pack.name} {pack.archived && <Mark>{t("item.archived")}</Mark>}
              </span>
              <span className={style.packAct}>
                <span className="figures">{quantity(pack.contains, item.unit)}</span>
                {changeable && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t("item.editPack", { name: pack.name })}
                    onClick={() => setDialog(pack)}
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
        <PackDialog
          item={item}
          pack={dialog === "new" ? null : dialog}
          onClose={() => setDialog(undefined)}
        />
      )}
    </Section>
  );
}

function PackDialog(props: {
  readonly item: Item;
  readonly pack: Pack | null;
  readonly onClose: () => void;
}) {
  const { item, pack, onClose } = props;
  const { t } = useTexts();
  const add = useCommand("addPack");
  const change = useCommand("changePack");
  const [name, setName] = useState(pack?.name ?? "");
  const [contains, setContains] = useState(pack?.contains ?? "");
  const [archived, setArchived] = useState(pack?.archived ?? false);
  const refusal = add.refusal ?? change.refusal;
  const submit = async (): Promise<void> => {
    const answer =
      pack === null
        ? await add.run({ itemId: item.id, name, contains }, { inPlace: true })
        : await change.run({ packId: pack.id, name, contains, archived }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={pack === null ? t("item.addPack") : t("item.editPack", { name: pack.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={pack === null ? t("action.add") : t("action.save")}
      pending={add.pending || change.pending}
      refusal={refusal}
      disabled={name.trim() === "" || contains === ""}
    >
      <p className="soft">{t("item.packsText")}</p>
      <TextInput
        label={t("item.packName")}
        placeholder={t("item.packNameHint")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(refusal, "name")}
      />
      <NumberField
        label={t("item.packContains")}
        required
        value={contains}
        onChange={setContains}
        rightSection={<span className="soft">{t(`unit.${item.unit}`)}</span>}
        error={faultAt(refusal, "contains")}
      />
      {pack !== null && (
        <Checkbox
          label={t("item.packArchived")}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
