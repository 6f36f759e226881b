import { ActionIcon, Button } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import type { Session } from "#web/shared/session.ts";
import { useTexts } from "../command-palette/texts.ts";
import { ButtonLink } from "../links.tsx";
import { RemoveExample } from "./remove-example.tsx";
import { StepAct, StepList, useStepTitle } from "./steps.tsx";
import style from "./first-run.module.css";

/** The session is handed on: on the way to another workspace the address is there before its session. */
type Props = { readonly workspace: string; readonly session: Omit<Session, "can"> };

/** Above every page: that this is an example and the way out of it; and the next of the first steps. */
export function FirstRunBar({ workspace, session }: Props) {
  const { t } = useTexts();
  const { workspace: place, member, actions } = session;
  const [removing, setRemoving] = useState(false);
  const { example } = place;
  const guided = place.setUp && !member.firstStepsAway && actions.includes("workspace.change");
  return (
    <section className={style.bar} aria-label={t(example === null ? "firstRun.steps" : "example.mark")}>
      {example !== null && (
        <div className={style.row}>
          <span className={style.mark}>
            <strong className={style.badge}>{t("example.mark")}</strong>
            <span className={style.hint}>{t("example.text")}</span>
          </span>
          <span className={style.acts}>
            {example.ownSlug !== null && (
              <Button
                component="a"
                href={`/w/${encodeURIComponent(example.ownSlug)}`}
                size="compact-sm"
                variant="subtle"
              >
                {t("example.toOwn")}
              </Button>
            )}
            {actions.includes("example.manage") && (
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setRemoving(true)}>
                {t("example.remove")}
              </Button>
            )}
          </span>
        </div>
      )}
      {guided && <Guide workspace={workspace} session={session} />}
      {removing && <RemoveExample name={place.name} onClose={() => setRemoving(false)} />}
    </section>
  );
}

function Guide({ workspace, session: { workspace: here, actions } }: Props) {
  const { t } = useTexts();
  const titleOf = useStepTitle();
  const ownSlug = here.example?.ownSlug ?? null;
  const [open, setOpen] = useState(false);
  const { data } = useRoute("showFirstSteps", {});
  const putAway = useCommand("putFirstStepsAway");
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const cost = data?.steps.find(({ name }) => name === "cost");
  const finished = data?.steps.some(({ name, done }) => name === "finish" && done) ?? false;
  useNoteCostSeen(finished && cost?.done === false ? cost.orderId : null);
  if (data === undefined) return null;
  const { steps, exampleSlug } = data;
  const next = steps.find(({ done }) => !done);
  // Whoever is there already is told what to do there.
  const placeOfNext = next?.dealId ?? next?.orderId ?? null;
  const there = placeOfNext !== null && pathname.includes(placeOfNext);
  const takeOut = (): void => void putAway.run({ away: false });
  const away = async (): Promise<void> => {
    const answer = await putAway.run({ away: true });
    if (!answer.ok) return;
    notify({
      tone: "note",
      text: t("firstRun.isAway"),
      act: { label: t("example.undo"), run: takeOut },
    });
  };
  return (
    <>
      <div className={style.row}>
        <span className={style.mark}>
          <strong>{t("firstRun.steps")}</strong>
          <span className={style.count}>
            {t("firstRun.progress", {
              done: String(steps.filter(({ done }) => done).length),
              all: String(steps.length),
            })}
          </span>
          <span className={style.next}>
            {next === undefined ? t("firstRun.allDone") : `${t("firstRun.next")}: ${titleOf(next)}`}
            {there && next !== undefined && (
              <span className={style.hint}> — {t(`firstRun.step.${next.name}Text`)}</span>
            )}
          </span>
        </span>
        <span className={style.acts}>
          {next !== undefined && !open && (!there || next.name === "cost") && (
            <StepAct step={next} workspace={workspace} ownSlug={ownSlug} next />
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={open}
            rightSection={
              <IconChevronDown className={style.chevron} data-open={open || undefined} size={16} />
            }
            onClick={() => setOpen(!open)}
          >
            {t("firstRun.showAll")}
          </Button>
          <ActionIcon aria-label={t("firstRun.putAway")} onClick={() => void away()}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </span>
      </div>
      {open && (
        <div className={style.all}>
          <StepList steps={steps} workspace={workspace} ownSlug={ownSlug} />
          {here.example === null && actions.includes("example.manage") && (
            <ExampleBeside workspace={workspace} exampleSlug={exampleSlug} />
          )}
        </div>
      )}
    </>
  );
}

/** The way to the example, or to one. */
export function ExampleBeside(props: { readonly workspace: string; readonly exampleSlug: string | null }) {
  const { t } = useTexts();
  return props.exampleSlug === null ? (
    <ButtonLink
      to="/w/$workspace/welcome"
      params={{ workspace: props.workspace }}
      size="compact-sm"
      variant="subtle"
    >
      {t("example.add")}
    </ButtonLink>
  ) : (
    <Button
      component="a"
      href={`/w/${encodeURIComponent(props.exampleSlug)}`}
      size="compact-sm"
      variant="subtle"
    >
      {t("example.toExample")}
    </Button>
  );
}

/** Who opens the cost of the order that was finished has seen it. */
function useNoteCostSeen(orderId: string | null): void {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const { run } = useCommand("noteCostSeen");
  const seen = orderId !== null && pathname.endsWith(`/orders/${orderId}/cost`);
  useEffect(() => {
    if (seen) void run({});
  }, [seen, run]);
}
