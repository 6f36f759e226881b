import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { Door } from "./door.tsx";
import { likelyCurrency, zoneOfToday } from "./place-of-browser.ts";
import style from "./door.module.css";

type NewWorkspace = Required<Omit<RequestOf<"signUp">, "language" | "timeZone" | "currency">>;

export function SignUpPage() {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signUp = useCommand("signUp");
  const [form, setForm] = useState<NewWorkspace>({
    name: "",
    email: "",
    password: "",
    workspaceName: "",
  });
  const set = (part: Partial<NewWorkspace>): void => setForm((before) => ({ ...before, ...part }));

  const submit = async (): Promise<void> => {
    // Only proposed: the questions that come next show them.
    const timeZone = zoneOfToday(Intl.DateTimeFormat().resolvedOptions().timeZone);
    const currency = likelyCurrency(timeZone, language === "uk" ? "uk" : navigator.language);
    const answer = await signUp.run({ ...form, currency, language, timeZone }, { inPlace: true });
    if (!answer.ok) return;
    queries.clear();
    await navigate({
      to: "/w/$workspace/welcome",
      params: { workspace: answer.value.workspace.slug },
      replace: true,
    });
  };
  return (
    <Door
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      foot={<Link to="/sign-in">{t("signUp.toSignIn")}</Link>}
    >
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t("signUp.name")}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={faultAt(signUp.refusal, "name")}
        />
        <TextInput
          label={t("signIn.email")}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={form.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={faultAt(signUp.refusal, "email")}
        />
        <PasswordInput
          label={t("signIn.password")}
          description={t("signUp.passwordHint")}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={8}
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
          error={faultAt(signUp.refusal, "password")}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        />
        <TextInput
          label={t("signUp.workspaceName")}
          autoComplete="organization"
          required
          withAsterisk={false}
          maxLength={200}
          value={form.workspaceName}
          onChange={(event) => set({ workspaceName: event.currentTarget.value })}
          error={faultAt(signUp.refusal, "workspaceName")}
        />
        <RefusalNotice refusal={signUp.refusal} />
        <Button type="submit" size="md" loading={signUp.pending}>
          {t("signUp.submit")}
        </Button>
      </form>
    </Door>
  );
}
