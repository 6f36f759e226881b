import { Button, Select } from "@mantine/core";
import {
  IconArmchair,
  IconBread,
  IconCoffee,
  IconPrinter,
  IconPuzzle,
  IconRulerMeasure,
  IconShirt,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Navigate, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { useCommand } from "#web/shared/queries.ts";
import { type Session, useSessionState } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { showLanguage } from "#web/shared/texts.tsx";
import { languages } from "#web/texts/catalogue.ts";
import { useTexts } from "../command-palette/texts.ts";
import { ButtonLink } from "../links.tsx";
import { currencies } from "../settings/currencies.ts";
import { Door } from "../sign-in/door.tsx";
import style from "./first-run.module.css";

const route = getRouteApi("/w/$workspace/welcome");

type Answers = RequestOf<"setUpWorkspace">;
const trades = [
  { trade: "sewing", icon: IconShirt },
  { trade: "furniture", icon: IconArmchair },
  { trade: "bakery", icon: IconBread },
  { trade: "joinery", icon: IconRulerMeasure },
  { trade: "print", icon: IconPrinter },
  { trade: "coffee", icon: IconCoffee },
  { trade: "other", icon: IconPuzzle },
] as const;
const sizes = ["one", "few", "dozens", "many"] as const satisfies readonly Answers["people"][];

/** Straight after the sign-up: what is made here, by how many, and whether to begin with an example. */
export function WelcomePage() {
  const { workspace } = route.useParams();
  const { data, refusal, refetch } = useSessionState();
  const { t } = useTexts();
  if (refusal?.code === "not_signed_in") return <Navigate to="/sign-in" replace />;
  if (data === undefined) {
    return (
      <Door title={t("firstRun.title")} lead={t("firstRun.lead")} wide>
        {refusal === undefined ? (
          <PageSkeleton lines={6} />
        ) : (
          <RefusalNotice refusal={refusal} retry={refetch} />
        )}
      </Door>
    );
  }
  // The questions are the heads'; an example has none of its own.
  if (!data.actions.includes("workspace.change") || data.workspace.example !== null) {
    return <Navigate to="/w/$workspace" params={{ workspace }} replace />;
  }
  return <Questions workspace={workspace} session={data} />;
}

function Questions({ workspace, session }: { workspace: string; session: Omit<Session, "can"> }) {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const setUp = useCommand("setUpWorkspace");
  const addExample = useCommand("addExample");
  const setLanguage = useCommand("setLanguage");
  // Asked once: later one may still look at an example.
  const [asked, setAsked] = useState(session.workspace.setUp);
  const [makes, setMakes] = useState<Answers["makes"]>();
  const [people, setPeople] = useState<Answers["people"]>("few");
  const [currency, setCurrency] = useState<Answers["currency"]>(session.workspace.currency);
  const [timeZone, setTimeZone] = useState(session.workspace.timeZone);
  const [start, setStart] = useState<"example" | "empty">("example");
  useEffect(() => {
    // The next page brings this person's own language back: what was chosen here is it.
    if (language !== session.member.language) void setLanguage.run({ language });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a change of the language is a choice
  }, [language]);
  const shown = asked ? trades.filter(({ trade }) => trade !== "other") : trades;

  const submit = async (): Promise<void> => {
    if (makes === undefined) return;
    if (!asked) {
      const answers = { makes, people, currency, language, timeZone };
      const answer = await setUp.run(answers, { inPlace: true });
      if (!answer.ok) return;
      setAsked(true);
    }
    let slug = workspace;
    if (start === "example") {
      const trade = makes === "other" ? "coffee" : makes;
      const answer = await addExample.run({ trade }, { inPlace: true });
      if (!answer.ok) return;
      slug = answer.value.slug;
    }
    queries.clear();
    await navigate({ to: "/w/$workspace", params: { workspace: slug }, replace: true });
  };
  return (
    <Door
      wide
      title={t(asked ? "firstRun.exampleTitle" : "firstRun.title")}
      lead={t(asked ? "firstRun.exampleLead" : "firstRun.lead")}
      foot={
        <ButtonLink to="/w/$workspace" params={{ workspace }} size="compact-sm" variant="subtle">
          {t("firstRun.later")}
        </ButtonLink>
      }
    >
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <fieldset className={style.group}>
          <legend>{t("firstRun.makes")}</legend>
          <div className={style.choices}>
            {shown.map(({ trade, icon: Icon }) => (
              <Choice key={trade} group="makes" chosen={makes === trade} onChoose={() => setMakes(trade)}>
                <Icon size={24} stroke={1.6} aria-hidden />
                <strong>{t(`firstRun.makes.${trade}`)}</strong>
                <small>{t(`firstRun.makes.${trade}Text`)}</small>
              </Choice>
            ))}
          </div>
        </fieldset>
        {!asked && (
          <>
            <fieldset className={style.group}>
              <legend>{t("firstRun.people")}</legend>
              <div className={style.choices} data-narrow>
                {sizes.map((size) => (
                  <Choice key={size} group="people" chosen={people === size} onChoose={() => setPeople(size)}>
                    <strong>{t(`firstRun.people.${size}`)}</strong>
                  </Choice>
                ))}
              </div>
            </fieldset>
            <fieldset className={style.group}>
              <legend>{t("firstRun.place")}</legend>
              <div className={style.choices} data-wide>
                <Select
                  label={t("workspace.language")}
                  data={languages.map((known) => ({ value: known, label: t(`language.${known}`) }))}
                  allowDeselect={false}
                  value={language}
                  onChange={(chosen) => chosen !== null && void showLanguage(chosen)}
                />
                <Select
                  label={t("workspace.currency")}
                  data={[...currencies]}
                  allowDeselect={false}
                  value={currency}
                  onChange={(chosen) => chosen !== null && setCurrency(chosen)}
                />
                <Select
                  label={t("workspace.timeZone")}
                  searchable
                  limit={60}
                  data={[...new Set([timeZone, ...Intl.supportedValuesOf("timeZone")])]}
                  allowDeselect={false}
                  value={timeZone}
                  onChange={(chosen) => chosen !== null && setTimeZone(chosen)}
                />
              </div>
            </fieldset>
            <fieldset className={style.group}>
              <legend>{t("firstRun.start")}</legend>
              <div className={style.choices} data-wide>
                <Choice group="start" chosen={start === "example"} onChoose={() => setStart("example")}>
                  <strong>{t("firstRun.start.example")}</strong>
                  <small>{t("firstRun.start.exampleText")}</small>
                  {makes === "other" && <small>{t("firstRun.start.exampleOther")}</small>}
                </Choice>
                <Choice group="start" chosen={start === "empty"} onChoose={() => setStart("empty")}>
                  <strong>{t("firstRun.start.empty")}</strong>
                  <small>
                    {t("firstRun.start.emptyText", {
                      trade: makes === undefined || makes === "other" ? "none" : "ready",
                    })}
                  </small>
                </Choice>
              </div>
            </fieldset>
          </>
        )}
        <RefusalNotice refusal={setUp.refusal ?? addExample.refusal} />
        <Button
          type="submit"
          size="md"
          disabled={makes === undefined}
          loading={setUp.pending || addExample.pending}
        >
          {t(asked ? "firstRun.addExample" : "firstRun.begin")}
        </Button>
      </form>
    </Door>
  );
}

function Choice(props: {
  readonly group: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <label className={style.choice}>
      <input type="radio" name={props.group} checked={props.chosen} onChange={props.onChoose} />
      {props.children}
    </label>
  );
}
