import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useRef } from "react";
import { call, workspaceOfAddress } from "#web/shared/call.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSessionState } from "#web/shared/session.ts";
import { showLanguage, showPlace } from "#web/shared/texts.tsx";
import { MyStages } from "./my-stages/my-stages.tsx";
import { forgetPerson, outboxOfPage } from "./outbox/page-outbox.ts";
import { endStandIn, leaveWithoutNetwork, mayStandIn, useStandIn } from "./outbox/stand-in.ts";
import { BigButton } from "./shell/big-button.tsx";
import { CardSkeleton, Message } from "./shell/message.tsx";
import { isClosedToMe, isSignedOut } from "./shell/refused.ts";
import { OfflineFaces, PasswordForm, SignIn } from "./sign-in/late-sign-in.ts";
import { useStartAnew } from "./start-anew.ts";
import { useTexts } from "./texts.ts";
import { useConnection } from "./use-connection.ts";

/** /floor/<slug> is a workspace's floor; /floor finds out which. */
export function Floor() {
  const slug = workspaceOfAddress();
  const { t } = useTexts();
  return (
    <Suspense fallback={<CardSkeleton label={t("state.loading")} />}>
      {slug === undefined ? <FindWorkspace /> : <Workspace slug={slug} />}
    </Suspense>
  );
}

const enter = (slug: string): void => location.replace(`/floor/${encodeURIComponent(slug)}`);

/** Where this phone was last: without network nobody else could say. */
const lastPlace = "treadle-floor-last";

function Workspace({ slug }: { readonly slug: string }) {
  const { data, refusal, refetch } = useSessionState();
  const { t, refusal: wordsOf } = useTexts();
  useEffect(() => {
    if (data === undefined) return;
    localStorage.setItem(lastPlace, data.workspace.slug);
    showPlace({ timeZone: data.workspace.timeZone, currency: data.workspace.currency });
    void showLanguage(data.member.language);
  }, [data]);

  // Signed out by the server: what was kept for a page without network is nobody's any more.
  const signedOut = isSignedOut(refusal);
  useEffect(() => {
    if (signedOut) void forgetPerson();
  }, [signedOut]);

  const startAnew = useStartAnew();
  const standIn = useStandIn();
  const connected = useConnection();
  const signOut = async (): Promise<boolean> => {
    const left = await call("signOut", {});
    if (!left.ok && left.refusal.code === "no_connection") return false;
    await endStandIn();
    startAnew();
    return true;
  };
  const leave = async (): Promise<void> => {
    const isShared = data?.member.byPin === true;
    // A session takes its person's taps along before it ends.
    const isHeld = isShared && !connected && outboxOfPage().snapshot().toSend > 0;
    if (!isHeld && (await signOut())) return;
    // On their own phone nobody can leave without the server, nor come: the screen stays with whom it has.
    if (isShared) await leaveWithoutNetwork(data.member.id);
  };
  useEndOfStandIn(standIn !== null, signOut);

  const isUnknown = data === undefined && refusal?.code === "no_connection";
  if (standIn === null ? isUnknown && mayStandIn() : standIn.memberId === null) return <OfflineFaces />;
  // The session may have ended while its last answer is still at hand: the refusal is the newer one.
  if (signedOut) return <SignIn slug={slug} signedIn={startAnew} />;
  if (data !== undefined) return <MyStages session={data} leave={() => void leave()} switched={startAnew} />;
  if (refusal === undefined) return <CardSkeleton label={t("state.loading")} />;
  if (isClosedToMe(refusal)) {
    return (
      <Message title={t("floor.closed.title")} text={t("floor.closed.text")}>
        <BigButton size="huge" tone="start" onClick={() => void leave()}>
          {t("floor.closed.other")}
        </BigButton>
        <BigButton onClick={() => location.assign("/floor")}>{t("floor.menu.otherWorkspace")}</BigButton>
      </Message>
    );
  }
  return (
    <Message title={t("floor.failed.title")} text={wordsOf(refusal)}>
      <BigButton size="huge" tone="start" onClick={refetch}>
        {t("action.retry")}
      </BigButton>
    </Message>
  );
}

/** The network is back, what waited for it has gone, and no sheet is open: whoever stands here can be asked again. */
function useEndOfStandIn(isStandIn: boolean, signOut: () => Promise<boolean>): void {
  const latest = useRef(signOut);
  useEffect(() => {
    latest.current = signOut;
  });
  useEffect(() => {
    if (!isStandIn) return undefined;
    let isAsking = false;
    const timer = setInterval(() => {
      const isBusy = outboxOfPage().snapshot().toSend > 0 || document.querySelector("[role=dialog]") !== null;
      if (isAsking || isBusy || !navigator.onLine) return;
      isAsking = true;
      void latest.current().finally(() => {
        isAsking = false;
      });
    }, 2_000);
    return () => clearInterval(timer);
  }, [isStandIn]);
}

/** The workspace of the shared tablet, else the only one of the person; else they are asked. */
function FindWorkspace() {
  const { t, refusal: wordsOf } = useTexts();
  const queries = useQueryClient();
  const device = useRoute("showDevice", {});
  const me = useRoute("whoAmI", {});
  const slugs = me.data?.workspaces ?? [];
  const only = device.data?.device?.workspace.slug ?? (slugs.length === 1 ? slugs[0]?.slug : undefined);
  const refused = me.refusal ?? device.refusal;
  const isCutOff = !useConnection() || refused?.code === "no_connection";
  useEffect(() => {
    const known = only ?? (isCutOff ? localStorage.getItem(lastPlace) : null);
    if (known !== null) enter(known);
  }, [only, isCutOff]);

  if (refused !== undefined) {
    return (
      <Message title={t("floor.failed.title")} text={wordsOf(refused)}>
        <BigButton size="huge" tone="start" onClick={() => void queries.resetQueries()}>
          {t("action.retry")}
        </BigButton>
      </Message>
    );
  }
  if (me.pending || device.pending || only !== undefined) return <CardSkeleton label={t("state.loading")} />;
  if (slugs.length > 1) {
    return (
      <Message title={t("floor.workspaces.title")} text="">
        {slugs.map(({ slug, name }) => (
          <BigButton key={slug} size="huge" onClick={() => enter(slug)}>
            {name}
          </BigButton>
        ))}
      </Message>
    );
  }
  const signedIn = (): void => void queries.resetQueries();
  return (me.data?.person ?? null) === null ? (
    <PasswordForm signedIn={signedIn} />
  ) : (
    <Message title={t("floor.workspaces.none.title")} text={t("floor.workspaces.none.text")}>
      <BigButton
        size="huge"
        tone="start"
        onClick={() => {
          void call("signOut", {}).then(signedIn);
        }}
      >
        {t("floor.closed.other")}
      </BigButton>
    </Message>
  );
}
