import { Link, Navigate } from "@tanstack/react-router";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../links.tsx";
import { useTexts } from "../texts.ts";
import { Door } from "./door.tsx";
import style from "./door.module.css";

/** The bare address: to the sign-in, to one's only workspace, or to choose. */
export function StartPage() {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("whoAmI", {});
  if (data === undefined) {
    return (
      <div className={style.room}>
        <div className={style.door}>
          {refusal === undefined ? (
            <PageSkeleton lines={3} />
          ) : (
            <RefusalNotice refusal={refusal} retry={refetch} />
          )}
        </div>
      </div>
    );
  }
  if (data.person === null && data.workspaces.length === 0) return <Navigate to="/sign-in" replace />;
  const [only, ...others] = data.workspaces;
  if (only !== undefined && others.length === 0) {
    return <Navigate to="/w/$workspace" params={{ workspace: only.slug }} replace />;
  }
  return (
    <Door title={t("start.title")} lead={only === undefined ? t("start.noWorkspace") : t("start.lead")}>
      <ul className={style.workspaces}>
        {data.workspaces.map((workspace) => (
          <li key={workspace.slug}>
            <Link to="/w/$workspace" params={{ workspace: workspace.slug }} className={style.workspace}>
              {workspace.name}
              {workspace.isExample && <span className={style.example}>{t("start.example")}</span>}
            </Link>
          </li>
        ))}
      </ul>
      {only === undefined && <ButtonLink to="/sign-up">{t("signUp.submit")}</ButtonLink>}
    </Door>
  );
}
