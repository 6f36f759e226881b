import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { Door } from "./door.tsx";
import style from "./door.module.css";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t } = useTexts();
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signIn = useCommand("signIn");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");

  const submit = async (): Promise<void> => {
    const answer = await signIn.run({ email, password }, { inPlace: true });
    if (!answer.ok) return;
    queries.clear();
    // An example stands beside one's own: the day begins in one's own.
    const [only, ...others] = answer.value.workspaces.filter(({ isExample }) => !isExample);
    // Only an address of ours: a link from elsewhere must not lead away after the password.
    if (next !== undefined && /^\/[wo]\/[\w-]+(\/|$|\?)/.test(next))
      await navigate({ href: next, replace: true });
    else if (only !== undefined && others.length === 0) {
      await navigate({ to: "/w/$workspace", params: { workspace: only.slug }, replace: true });
    } else await navigate({ to: "/", replace: true });
  };
  return (
    <Door
      title={t("signIn.title")}
      lead={t("signIn.lead")}
      foot={<Link to="/sign-up">{t("signIn.toSignUp")}</Link>}
    >
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faultAt(signIn.refusal, "email")}
        />
        <PasswordInput
          label={t("signIn.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        />
        <RefusalNotice refusal={signIn.refusal} />
        <Button type="submit" size="md" loading={signIn.pending}>
          {t("action.signIn")}
        </Button>
      </form>
    </Door>
  );
}
