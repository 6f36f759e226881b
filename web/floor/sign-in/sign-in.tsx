import { useEffect, useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { showLanguage } from "#web/shared/texts.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { CardSkeleton } from "../shell/message.tsx";
import { useTexts } from "../texts.ts";
import { FaceWall } from "./face-wall.tsx";
import { PasswordForm } from "./password-form.tsx";
import { PinPad } from "./pin-pad.tsx";
import style from "./sign-in.module.css";

type Props = { readonly slug: string; readonly signedIn: () => void };

/** On the workspace's shared device the faces; on anybody's own phone e-mail and password. */
export function SignIn({ slug, signedIn }: Props) {
  const { t } = useTexts();
  const { data, pending, refetch } = useRoute("showDevice", {});
  const [memberId, setMemberId] = useState<string>();
  const [byEmail, setByEmail] = useState(false);
  const [revoked, setRevoked] = useState(false);
  const device = data?.device ?? null;
  // The faces speak the device's language, whoever was here last.
  const language = device?.language;
  useEffect(() => {
    if (language !== undefined) void showLanguage(language);
  }, [language]);

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
  const member = device.members.find(({ id }) => id === memberId);
  if (member !== undefined) {
    return (
      <PinPad
        key={member.id}
        member={member}
        signedIn={signedIn}
        back={() => setMemberId(undefined)}
        deviceUnknown={() => {
          setRevoked(true);
          refetch();
        }}
      />
    );
  }
  return (
    <main className={style.wall}>
      <FaceWall workspace={device.workspace.name} members={device.members} choose={setMemberId} />
      <BigButton onClick={() => setByEmail(true)}>{t("floor.faces.byEmail")}</BigButton>
    </main>
  );
}
