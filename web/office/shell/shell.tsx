import { Drawer } from "@mantine/core";
import { IconMenu2 } from "@tabler/icons-react";
import { Link, Navigate, Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLive } from "#web/shared/live.ts";
import { type Session, useSessionState } from "#web/shared/session.ts";
import { ConnectionBar, EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { showLanguage, showPlace } from "#web/shared/texts.tsx";
import { useTexts } from "../texts.ts";
import { Overlays } from "./overlays.tsx";
import { QuickButtons } from "./quick-buttons.tsx";
import { SideMenu } from "./side-menu.tsx";
import style from "./shell.module.css";

// Only in the first days, and in an example.
const FirstRunBar = lazy(async () => ({
  default: (await import("../first-run/first-run-bar.tsx")).FirstRunBar,
}));

/** Everything inside a workspace: waits for the session, then menu at the left and the screen beside it. */
export function Shell() {
  const { workspace } = useParams({ from: "/w/$workspace" });
  const { data, refusal, refetch } = useSessionState();
  const { t } = useTexts();
  useEffect(() => {
    if (data === undefined) return;
    showPlace({ timeZone: data.workspace.timeZone, currency: data.workspace.currency });
    void showLanguage(data.member.language);
  }, [data]);

  if (refusal?.code === "not_signed_in") return <ToSignIn />;
  if (data !== undefined) return <Inside workspace={workspace} session={data} />;
  if (
    refusal?.code === "not_found" ||
    refusal?.code === "workspace_unknown" ||
    refusal?.code === "not_allowed"
  ) {
    return (
      <EmptyState title={t("shell.closedTitle")} text={t("shell.closedText")}>
        <Link to="/">{t("shell.otherWorkspaces")}</Link>
      </EmptyState>
    );
  }
  return (
    <div className={style.wait}>
      {refusal === undefined ? <PageSkeleton /> : <RefusalNotice refusal={refusal} retry={refetch} />}
    </div>
  );
}

const isFirstRun = ({ workspace, member, actions }: Omit<Session, "can">): boolean =>
  workspace.example !== null ||
  (workspace.setUp && !member.firstStepsAway && actions.includes("workspace.change"));

/** Back to where one was, after the sign-in; the address is read once, before it changes. */
function ToSignIn() {
  const href = useRouterState({ select: (state) => state.location.href });
  const [next] = useState(href);
  return <Navigate to="/sign-in" search={{ next }} replace />;
}

function Inside(props: { readonly workspace: string; readonly session: Omit<Session, "can"> }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  useLive(props.workspace);
  return (
    <div className={style.frame}>
      <a className={style.skip} href="#main">
        {t("shell.skip")}
      </a>
      <div className={style.bar}>
        <ConnectionBar />
        {isFirstRun(props.session) && (
          <Suspense>
            <FirstRunBar workspace={props.workspace} session={props.session} />
          </Suspense>
        )}
      </div>
      <nav className={style.top} aria-label={t("shell.workspace")}>
        <button
          type="button"
          className={style.burger}
          aria-label={t("shell.openMenu")}
          aria-expanded={open}
          onClick={() => setOpen(true)}
        >
          <IconMenu2 aria-hidden />
        </button>
        <span className={style.workspace}>{props.session.workspace.name}</span>
        <QuickButtons />
      </nav>
      <SideMenu workspace={props.workspace} />
      {open && (
        <Drawer.Root opened onClose={() => setOpen(false)} size="15rem">
          <Drawer.Overlay />
          <Drawer.Content aria-label={t("shell.menu")}>
            <Drawer.Body className={style.drawerBody}>
              <SideMenu workspace={props.workspace} onPick={() => setOpen(false)} />
            </Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
      <main id="main" className={style.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Overlays workspace={props.workspace} />
    </div>
  );
}
