import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { roundAmount } from "./round-amount.ts";
import { useTexts } from "./texts.ts";
import style from "./order-batches.module.css";

type Told = OutputOf<"listOrderBatches">;
type Part = Omit<Told["used"][number]["parts"][number], "supplier">;

/** Which batches went in and which came out, each opening its trace; nothing where nothing is told apart. */
export function OrderBatches({ orderId }: { readonly orderId: string }) {
  const { t, quantity } = useTexts();
  const { data } = useRoute("listOrderBatches", { orderId });
  if (data === undefined || (data.used.length === 0 && data.made.length === 0)) return null;
  return (
    <section className={style.batches} aria-labelledby="order-batches">
      <h3 id="order-batches">{t("orderBatches.title")}</h3>
      <ul>
        {data.used.map((row) => (
          <li key={`${row.normId} ${row.variantId}`}>
            {t("orderBatches.of", { what: nameOfVariant(row.itemName, row.variantName) })}{" "}
            {row.parts.map((part, place) => (
              <PartOfBatch
                key={part.batchId}
                part={part}
                unit={row.unit}
                last={place === row.parts.length - 1}
              />
            ))}
            {row.unknown !== "0" && (
              <span className="soft">
                {row.parts.length > 0 && "; "}
                {t("orderBatches.unknown", { amount: quantity(roundAmount(row.unknown), row.unit) })}
              </span>
            )}
          </li>
        ))}
        {data.made.length > 0 && (
          <li>
            <strong>{t("orderBatches.made")}</strong>{" "}
            {data.made.map((part, place) => (
              <PartOfBatch
                key={part.batchId}
                part={part}
                unit={part.unit}
                last={place === data.made.length - 1}
              />
            ))}
          </li>
        )}
      </ul>
    </section>
  );
}

function PartOfBatch(props: {
  readonly part: Part;
  readonly unit: Told["used"][number]["unit"];
  readonly last: boolean;
}) {
  const { part, unit, last } = props;
  const { t, date, quantity } = useTexts();
  const { workspace, can } = useSession();
  return (
    <span>
      {can("stock.read") ? (
        <Link
          to="/w/$workspace/batches/$batchId"
          params={{ workspace: workspace.slug, batchId: part.batchId }}
        >
          {t("orderBatches.batch", part)}
        </Link>
      ) : (
        t("orderBatches.batch", part)
      )}{" "}
      <span className="soft">
        {[
          quantity(roundAmount(part.quantity), unit),
          ...(part.bestBefore === null
            ? []
            : [t("orderBatches.bestBefore", { date: date(part.bestBefore) })]),
          ...(part.state === "expired" ? [t("orderBatches.expired")] : []),
        ].join(", ")}
      </span>
      {last ? "" : "; "}
    </span>
  );
}
