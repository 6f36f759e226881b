import { Link } from "@tanstack/react-router";
import { Mark } from "../../production/mark.tsx";
import { MoreButton } from "../../shell/more-button.tsx";
import { useTexts } from "../texts.ts";
import type { Item } from "./grid-columns.ts";
import { Picture } from "#web/shared/file-picture.tsx";
import stock from "../stock.module.css";
import style from "./item-grid.module.css";

/** On a phone: one card an item, which opens it. */
export function ItemCards(props: {
  readonly items: readonly Item[];
  readonly workspace: string;
  readonly more: (() => void) | null;
  readonly fetchingMore: boolean;
}) {
  const { items, workspace, more, fetchingMore } = props;
  const { t, unitPrice } = useTexts();
  return (
    <>
      <ul className={style.cards}>
        {items.map((item) => {
          const variants = item.variants.filter((variant) => !variant.archived || item.archived);
          const [only] = variants;
          const named = variants.length > 1 || only?.name !== item.name;
          const price = variants.length === 1 ? (only?.salePrice ?? only?.listPrice ?? null) : null;
          return (
            <li key={item.id}>
              <Link
                from="/w/$workspace/items"
                to="/w/$workspace/items"
                params={{ workspace }}
                search={(before) => ({ ...before, item: item.id })}
              >
                <strong>
                  {item.photoId !== null && (
                    <Picture
                      fileId={item.photoId}
                      size="thumbnail"
                      alt=""
                      className={stock.photo}
                      fallback={null}
                    />
                  )}
                  {item.name}
                </strong>
                <span className={style.cardLine}>
                  <span className="soft">
                    {t(`item.kind.${item.kind}`)} · {t(`unit.${item.unit}`)}
                    {price !== null && ` · ${unitPrice(price)}`}
                  </span>
                  {item.archived && <Mark>{t("item.archived")}</Mark>}
                  {item.kind !== "material" && !item.hasTemplate && (
                    <Mark tone="waiting">{t("item.noTemplate")}</Mark>
                  )}
                </span>
                {named && (
                  <span className="soft">
                    {variants
                      .slice(0, 4)
                      .map((variant) => variant.name)
                      .join(", ")}
                    {variants.length > 4 && ` +${variants.length - 4}`}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
      <MoreButton more={more} pending={fetchingMore} />
    </>
  );
}
