import { Button } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { Door } from "../sign-in/door.tsx";
import { useTexts } from "../texts.ts";
import style from "../sign-in/door.module.css";

const route = getRouteApi("/o/$workspace/$orderId");

/**
 * Where the code of a printed card leads: whoever may see orders gets the order's card, an operator their own card of
 * it on the floor. Whoever is not signed in is asked how they do that, and comes back here.
 */
export function OpenOrderPage() {
  const { t } = useTexts();
  const { workspace, orderId } = route.useParams();
  const navigate = useNavigate();
  const { data, refusal, refetch } = useRoute("showWorkspace", {});
  const actions = data?.actions ?? [];
  const inOffice = actions.includes("order.read");
  const onFloor = !inOffice && actions.includes("my_stages.read");
  const floor = `/floor/${encodeURIComponent(workspace)}?order=${encodeURIComponent(orderId)}`;
  useEffect(() => {
    if (inOffice) {
      void navigate({ to: "/w/$workspace/orders/$orderId", params: { workspace, orderId }, replace: true });
    }
    // Another entry: the browser has to load it.
    if (onFloor) location.replace(floor);
  }, [inOffice, onFloor, floor, navigate, workspace, orderId]);

  if (refusal?.code === "not_signed_in") {
    const next = `/o/${workspace}/${orderId}`;
    return (
      <Door title={t("openOrder.title")} lead={t("openOrder.signIn")}>
        <div className={style.form}>
          <Button size="md" component="a" href={floor}>
            {t("openOrder.onFloor")}
          </Button>
          <Button
            size="lg"
            variant="default"
            onClick={() => void navigate({ to: "/sign-in", search: { next } })}
          >
            {t("openOrder.byPassword")}
          </Button>
        </div>
      </Door>
    );
  }
  if (refusal?.code === "workspace_unknown") {
    return <Closed lead={t("openOrder.unknown")} />;
  }
  if (refusal !== undefined) {
    return (
      <Door title={t("openOrder.title")} lead="">
        <RefusalNotice refusal={refusal} retry={refetch} />
      </Door>
    );
  }
  if (data !== undefined && !inOffice && !onFloor) {
    return <Closed lead={t("openOrder.notAllowed")} />;
  }
  return <PageSkeleton lines={6} />;
}

function Closed({ lead }: { readonly lead: string }) {
  const { t } = useTexts();
  return (
    <Door title={t("openOrder.title")} lead={lead}>
      <ButtonLink variant="default" to="/">
        {t("openOrder.home")}
      </ButtonLink>
    </Door>
  );
}
