import type { OutputOf } from "#modules/routes.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import style from "./deal-page.module.css";

type Deal = OutputOf<"showDeal">;

/** On a phone the path is longer than the screen: where the deal stands is what has to be seen. */
function intoView(button: HTMLElement | null): void {
  button?.scrollIntoView({ block: "nearest", inline: "center" });
}

/** The pipeline as a path; a tap moves the deal there, at once, and back when the server refuses. */
export function StatusPath({ deal, changeable }: { readonly deal: Deal; readonly changeable: boolean }) {
  const { t } = useTexts();
  const { run } = useCommand("moveDeal");
  const current = deal.statuses.findIndex((status) => status.id === deal.statusId);
  const isLost = deal.statuses[current]?.kind === "lost";
  return (
    <nav aria-label={t("deal.path")}>
      <ol className={style.path}>
        {deal.statuses.map((status, index) => (
          <li
            key={status.id}
            className={style.status}
            data-kind={status.kind}
            data-current={index === current || undefined}
            data-passed={(!isLost && index < current) || undefined}
          >
            <button
              type="button"
              className={style.statusButton}
              ref={index === current ? intoView : undefined}
              disabled={!changeable || index === current}
              aria-current={index === current ? "step" : undefined}
              title={index === current ? undefined : t("deal.moveTo", { status: status.name })}
              onClick={() =>
                void run(
                  { dealId: deal.id, fromStatusId: deal.statusId, dealStatusId: status.id },
                  {
                    optimistic: (cache) =>
                      cache.change("showDeal", (shown) =>
                        shown.id === deal.id ? { ...shown, statusId: status.id } : shown,
                      ),
                  },
                )
              }
            >
              {status.name}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
