import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../production/texts.ts";
import type { Story } from "./story-steps.ts";
import style from "./costing.module.css";

/** What counts as nothing for want of a price, and the two ways to give it one. */
export function WithoutPrice({
  order,
  workspace,
}: {
  readonly order: Story["order"];
  readonly workspace: string;
}) {
  const { t, list } = useTexts();
  const { can } = useSession();
  const { withoutPrice } = order;
  if (withoutPrice.length === 0) return null;
  const named = (captured: boolean): string =>
    list(withoutPrice.filter((row) => row.captured === captured).map((row) => row.name));
  const items = [...new Map(withoutPrice.map((row) => [row.itemId, row])).values()];
  return (
    <div className={style.withoutPrice} role="note">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        {withoutPrice.some((row) => row.captured) && (
          <p>{t("story.withoutPrice.captured", { names: named(true) })}</p>
        )}
        {withoutPrice.some((row) => !row.captured) && (
          <p>{t("story.withoutPrice.planned", { names: named(false) })}</p>
        )}
        <p className={style.ways}>
          {can("item.write") &&
            items.map((row) => (
              <Link
                key={row.itemId}
                to="/w/$workspace/items"
                params={{ workspace }}
                search={{ item: row.itemId }}
              >
                {t("story.setPrice", { name: row.name })}
              </Link>
            ))}
          {can("stock.write") && (
            <Link to="/w/$workspace/stock" params={{ workspace }}>
              {t("story.receive")}
            </Link>
          )}
        </p>
      </div>
    </div>
  );
}
