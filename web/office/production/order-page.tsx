import { IconChevronLeft } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import { OrderCardPanel, titleOfOrder } from "./order-card.tsx";
import { UndoHost } from "./undo/undo-host.tsx";
import style from "./order-card.module.css";

const route = getRouteApi("/w/$workspace/orders/$orderId");

/** The order card as a page of its own. */
export function OrderPage() {
  const { t } = useTexts();
  const { orderId, workspace } = route.useParams();
  const { tab, view } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useRoute("showOrder", { orderId });
  const title = data === undefined ? t("order.title") : titleOfOrder(data);
  useEffect(() => {
    document.title = `${title} · Treadle`;
  }, [title]);
  return (
    <div className={style.page}>
      <Link className={style.back} to="/w/$workspace/board" params={{ workspace }}>
        <IconChevronLeft size={18} aria-hidden />
        {t("order.toBoard")}
      </Link>
      <OrderCardPanel
        orderId={orderId}
        workspace={workspace}
        tab={tab ?? "overview"}
        onTab={(next) => void navigate({ search: next === "overview" ? {} : { tab: next }, replace: true })}
        river={view === "river"}
        onRiver={(river) =>
          void navigate({
            search: { tab: "stages", ...(river && { view: "river" as const }) },
            replace: true,
          })
        }
      />
      <UndoHost />
    </div>
  );
}
