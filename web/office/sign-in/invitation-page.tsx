import { Button, PasswordInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { Door } from "./door.tsx";
import style from "./door.module.css";

const route = getRouteApi("/invitation/$token");

export function InvitationPage() {
  const { t, language } = useTexts();
  const { token } = route.useParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [accepted, setAccepted] = useState(false);
  // One that is used up is unknown: it isn't asked for again while the next page comes.
  const { data, refusal } = useRoute("showInvitation", { token }, { enabled: !accepted });
  const accept = useCommand("acceptInvitation");
  const [password, setPassword] = useState("");

  const submit = async (): Promise<void> => {
    const answer = await accept.run({ token, password, language }, { inPlace: true });
    if (!answer.ok) return;
    setAccepted(true);
    queries.clear();
    await navigate({
      to: "/w/$workspace",
      params: { workspace: answer.value.workspace.slug },
      replace: true,
    });
  };
  if (data === undefined) {
    return (
      <Door title={t("invitation.title")} lead="" foot={<Link to="/sign-in">{t("signUp.toSignIn")}</Link>}>
        {refusal === undefined ? <PageSkeleton lines={3} /> : <RefusalNotice refusal={refusal} />}
      </Door>
    );
  }
  return (
    <Door
      title={t("invitation.to", { workspace: data.workspaceName })}
      lead={t("invitation.lead", { name: data.name, email: data.email })}
    >
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {/* For the browser's password keeper: whose password this is. */}
        <input type="email" autoComplete="username" value={data.email} readOnly hidden />
        <PasswordInput
          label={t("signIn.password")}
          description={t("invitation.passwordHint")}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={8}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        />
        <RefusalNotice refusal={accept.refusal} />
        <Button type="submit" size="md" loading={accept.pending}>
          {t("invitation.accept")}
        </Button>
      </form>
    </Door>
  );
}
