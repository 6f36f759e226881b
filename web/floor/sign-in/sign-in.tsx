import { useEffect, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { useRoute } from "#web/shared/queries.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { CardSkeleton } from "../shell/message.tsx";
import { readScanned } from "../scan/read-scanned.ts";
import { ScanSheet } from "../scan/scan-sheet.tsx";
import { useTexts } from "../scan/texts.ts";
import { useBadge } from "../scan/use-badge.ts";
import { useTypedCode } from "../scan/use-typed-code.ts";
import { mayStandIn, shiftOfPage } from "../outbox/stand-in.ts";
import { useConnection } from "../use-connection.ts";
import { useSignOfLife } from "../use-sign-of-life.ts";
import { type FaceOnWall, FaceWall } from "./face-wall.tsx";
import { PasswordForm } from "./password-form.tsx";
import { OfflineFaces } from "./offline-faces.tsx";
import { PinPad } from "./pin-pad.tsx";
import style from "./sign-in.module.css";

/** How often the wall asks who works now: nobody is signed in whom the server could tell. */
const refreshMs = 15_000;

export { OfflineFaces } from "./offline-faces.tsx";

type Props = { readonly slug: string; readonly signedIn: () => void };

/** On the workspace's shared device the faces; on anybody's own phone e-mail and password. */
export function SignIn({ slug, signedIn }: Props) {
  const { t } = useTexts();
  const { data, pending, refetch } = useRoute("showDevice", {});
  const [byEmail, setByEmail] = useState(false);
  const [revoked, setRevoked] = useState(false);
  const device = data?.device ?? null;
  // The faces speak the device's language, whoever was here last.
  const language = device?.language;
  useEffect(() => {
    if (language !== undefined) void showLanguage(language);
  }, [language]);
  const isNobodys = !pending && device === null;
  useEffect(() => {
    if (isNobodys) void shiftOfPage()?.end();
  }, [isNobodys]);

  if (pending) return <CardSkeleton label={t("state.loading")} />;
  if (device === null || revoked) {
    return <PasswordForm signedIn={signedIn} note={revoked ? t("floor.signIn.revoked") : undefined} />;
  }
  if (device.workspace.slug !== slug) {
    return (
      <PasswordForm
        signedIn={signedIn}
        note={t("floor.signIn.otherDevice", { workspace: device.workspace.name })}
      >
        <BigButton onClick={() => location.replace(`/floor/${encodeURIComponent(device.workspace.slug)}`)}>
          {t("floor.signIn.toDevice", { workspace: device.workspace.name })}
        </BigButton>
      </PasswordForm>
    );
  }
  if (byEmail) {
    return (
      <PasswordForm signedIn={signedIn}>
        <BigButton onClick={() => setByEmail(false)}>{t("floor.signIn.backToFaces")}</BigButton>
      </PasswordForm>
    );
  }
  return (
    <Shared
      device={device}
      signedIn={signedIn}
      refetch={refetch}
      byEmail={() => setByEmail(true)}
      deviceUnknown={() => {
        setRevoked(true);
        refetch();
      }}
    />
  );
}

type SharedProps = {
  readonly device: NonNullable<OutputOf<"showDevice">["device"]>;
  readonly signedIn: () => void;
  readonly refetch: () => void;
  readonly byEmail: () => void;
  readonly deviceUnknown: () => void;
};

/** The faces of a shared device: one's own and a PIN, or a badge before the camera or the hand scanner. */
function Shared({ device, signedIn, refetch, byEmail, deviceUnknown }: SharedProps) {
  const { t } = useTexts();
  const [memberId, setMemberId] = useState<string>();
  /** Whose badge is waited for: anybody's (null) or that of somebody who has no PIN. */
  const [shown, setShown] = useState<FaceOnWall | null>();
  const isCutOff = !useConnection();
  const badge = useBadge({ signedIn, deviceUnknown });
  useSignOfLife("hereOnDevice");
  useEffect(() => {
    const timer = setInterval(refetch, refreshMs);
    return () => clearInterval(timer);
  }, [refetch]);

  const take = (code: string): void => {
    const read = readScanned(code, device.workspace.slug);
    if (read.kind === "badge") void badge.show(read.code);
    else badge.tell(t("tablet.badge.none"));
  };
  useTypedCode((code) => {
    setMemberId(undefined);
    take(code);
    return true;
  });
  const choose = (id: string): void => {
    badge.tell(undefined);
    const member = device.members.find((one) => one.id === id);
    if (member?.hasPin === false) setShown(member);
    else setMemberId(id);
  };

  if (isCutOff && mayStandIn()) return <OfflineFaces />;
  const member = device.members.find(({ id }) => id === memberId);
  if (member !== undefined) {
    return (
      <PinPad
        key={member.id}
        member={member}
        signedIn={signedIn}
        back={() => setMemberId(undefined)}
        deviceUnknown={deviceUnknown}
      />
    );
  }
  return (
    <main className={style.wall}>
      <FaceWall workspace={device.workspace.name} members={device.members} choose={choose} />
      {shown === undefined && (
        <div role="alert" className={style.said}>
          {badge.told !== undefined && <p className={style.refused}>{badge.told}</p>}
        </div>
      )}
      <div className={style.ways}>
        <BigButton
          size="huge"
          tone="start"
          aria-haspopup="dialog"
          onClick={() => {
            badge.tell(undefined);
            setShown(null);
          }}
        >
          {t("tablet.badge.show")}
        </BigButton>
        <BigButton onClick={byEmail}>{t("floor.faces.byEmail")}</BigButton>
      </div>
      {shown !== undefined && (
        <ScanSheet
          title={t("tablet.badge.show")}
          text={shown === null ? t("tablet.badge.text") : t("tablet.badge.textOf", { name: shown.name })}
          told={badge.told}
          onCode={take}
          close={() => {
            badge.tell(undefined);
            setShown(undefined);
          }}
        />
      )}
    </main>
  );
}
