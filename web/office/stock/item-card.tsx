import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Picture } from "#web/shared/file-picture.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FileList } from "../files/file-list.tsx";
import { ButtonLink } from "../links.tsx";
import { Mark } from "../production/mark.tsx";
import { Section } from "../shell/page.tsx";
import { useTexts } from "./texts.ts";
import { EditItemDialog, VariantDialog } from "./item-dialogs.tsx";
import type { Item } from "./item-list-page.tsx";
import { ItemPacks } from "./item-packs.tsx";
import { ItemUpsells } from "./item-upsells.tsx";
import style from "./item.module.css";

export type Variant = Item["variants"][number];
type Dialog =
  | { readonly kind: "edit" | "addVariant" }
  | { readonly kind: "variant"; readonly variant: Variant };

/** One item: its variants with what they cost and sell for, and what is sold on top. */
export function ItemCard({ itemId, workspace }: { readonly itemId: string; readonly workspace: string }) {
  const { data, refusal, refetch } = useRoute("showItem", { itemId });
  if (data !== undefined) return <Card item={data} workspace={workspace} />;
  return refusal === undefined ? (
    <PageSkeleton lines={8} />
  ) : (
    <RefusalNotice refusal={refusal} retry={refetch} />
  );
}

function Card({ item, workspace }: { readonly item: Item; readonly workspace: string }) {
  const { t, unitPrice } = useTexts();
  const { can } = useSession();
  const [dialog, setDialog] = useState<Dialog>();
  const change = useCommand("changeItem");
  const mayWrite = can("item.write");
  const close = (): void => setDialog(undefined);
  const archive = async (archived: boolean): Promise<void> => {
    const answer = await change.run({ itemId: item.id, archived });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: archived
        ? t("item.archivedNow", { name: item.name })
        : t("item.broughtBack", { name: item.name }),
      act: { label: t("action.undo"), run: () => void change.run({ itemId: item.id, archived: !archived }) },
    });
  };
  return (
    <div className={style.card}>
      <div className={style.head}>
        {item.photoId !== null && (
          <Picture fileId={item.photoId} size="thumbnail" alt="" className={style.photo} fallback={null} />
        )}
        <h2 className={style.title}>{item.name}</h2>
        <Mark>{t(`item.kind.${item.kind}`)}</Mark>
        {item.archived && <Mark tone="waiting">{t("item.archived")}</Mark>}
        <span className="soft">
          {t("item.countedIn", { unit: t(`unit.${item.unit}`) })}
          {item.shelfLifeDays !== null && ` · ${t("item.keeps", { count: item.shelfLifeDays })}`}
          {item.traced && ` · ${t("batch.traced")}`}
        </span>
      </div>
      <div className={style.actions}>
        {mayWrite && (
          <>
            <Button size="xs" variant="default" onClick={() => setDialog({ kind: "edit" })}>
              {t("action.edit")}
            </Button>
            <Button
              size="xs"
              variant="default"
              loading={change.pending}
              onClick={() => void archive(!item.archived)}
            >
              {item.archived ? t("item.bringBack") : t("item.archive")}
            </Button>
          </>
        )}
        {item.kind !== "material" && can("template.read") && (
          <ButtonLink
            size="xs"
            variant="light"
            to="/w/$workspace/templates"
            params={{ workspace }}
            search={item.hasTemplate ? { search: item.name } : { new: item.id }}
          >
            {item.hasTemplate ? t("item.openTemplate") : t("board.makeTemplate")}
          </ButtonLink>
        )}
      </div>
      <Section
        title={t("item.variants")}
        actions={
          mayWrite && (
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setDialog({ kind: "addVariant" })}
            >
              {t("item.addVariant")}
            </Button>
          )
        }
      >
        <div className="scroll-aside">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t("item.variantName")}</th>
                <th scope="col">{t("item.attributes")}</th>
                <th scope="col" className="figures">
                  {t("item.salePrice")}
                </th>
                <th scope="col" className="figures">
                  {t("item.listPrice")}
                </th>
                {mayWrite && (
                  <th scope="col">
                    <span className="unseen">{t("action.edit")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {item.variants.map((variant) => (
                <tr key={variant.id}>
                  <td>
                    {variant.name} {variant.archived && <Mark>{t("item.archived")}</Mark>}
                    {variant.sku !== null && <div className="soft">{variant.sku}</div>}
                    {variant.barcode !== null && <div className="soft figures">{variant.barcode}</div>}
                  </td>
                  <td>
                    <Attributes variant={variant} />
                  </td>
                  <td className="figures">
                    {variant.salePrice === null ? "–" : unitPrice(variant.salePrice)}
                  </td>
                  <td className="figures">
                    {variant.listPrice === null ? "–" : unitPrice(variant.listPrice)}
                  </td>
                  {mayWrite && (
                    <td className="figures">
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t("item.editVariant", { name: variant.name })}
                        onClick={() => setDialog({ kind: "variant", variant })}
                      >
                        {t("action.edit")}
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <ItemPacks item={item} changeable={mayWrite} />
      {item.kind === "product" && <ItemUpsells item={item} changeable={mayWrite} />}
      <FileList
        thing="item"
        thingId={item.id}
        fileRole="photo"
        title={t("item.photos")}
        empty={t("item.noPhotos")}
        changeable={mayWrite}
      />
      <FileList
        thing="item"
        thingId={item.id}
        fileRole="drawing"
        title={t("item.files")}
        empty={t("item.noFiles")}
        changeable={mayWrite}
      />
      {dialog?.kind === "edit" && <EditItemDialog item={item} onClose={close} />}
      {dialog?.kind === "addVariant" && <VariantDialog item={item} variant={null} onClose={close} />}
      {dialog?.kind === "variant" && <VariantDialog item={item} variant={dialog.variant} onClose={close} />}
    </div>
  );
}

function Attributes({ variant }: { readonly variant: Variant }) {
  const { quantity } = useTexts();
  const all = Object.entries(variant.attributes);
  if (all.length === 0) return <>–</>;
  return (
    <>
      {all.map(([name, value]) => (
        <div key={name}>
          <span className="soft">{name}</span>{" "}
          {"text" in value ? value.text : quantity(value.amount, value.unit)}
        </div>
      ))}
    </>
  );
}
