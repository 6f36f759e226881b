import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../production/texts.ts";
import type { Story } from "./story-steps.ts";
import style from "./costing.module.css";

/** What counts as nothing for want of a price or an hourly rate, and the ways to give it one. */
export function WithoutPrice({
  order,
  workspace,
}: {
  readonly order: Story["order"];
  readonly workspace: string;
}) {
  const { t, list } = useTexts();
  const { can } = useSession();
  const { withoutPrice, withoutRate } = order;
  const unrated = withoutRate.captured.length + withoutRate.planned.length > 0;
  if (withoutPrice.length === 0 && !unrated) return null;
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
        {withoutRate.captured.length > 0 && (
          <p>{t("story.withoutRate.captured", { names: list(withoutRate.captured) })}</p>
        )}
        {withoutRate.captured.length === 0 && withoutRate.planned.length > 0 && (
          <p>{t("story.withoutRate.planned", { names: list(withoutRate.planned) })}</p>
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
          {unrated && can("rate.set") && (
            <Link to="/w/$workspace/settings" params={{ workspace }} search={{ tab: "rates" }}>
              {t("story.setRates")}
            </Link>
          )}
          {withoutPrice.length > 0 && can("stock.write") && (
            <Link to="/w/$workspace/stock" params={{ workspace }}>
              {t("story.receive")}
            </Link>
          )}
        </p>
      </div>
    </div>
  );
}
