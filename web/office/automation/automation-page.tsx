import { Badge, Button, SegmentedControl } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand, usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { pickWords } from "../search-text.ts";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";

const route = getRouteApi("/w/$workspace/automation");
type Effect = OutputOf<"listTriggerEffects">["rows"][number];
const states = ["waiting", "done", "skipped", "failed"] as const;
const toneOfState = { waiting: "yellow", done: "green", skipped: "gray", failed: "red" } as const;

/** What triggers did: each effect with its cause, its state, and the way to try again. */
export function AutomationPage() {
  const { t } = useTexts();
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = usePages("listTriggerEffects", state === undefined ? {} : { state }, { keepPrevious: true });
  return (
    <Page
      title={t("menu.automation")}
      actions={
        <SegmentedControl
          aria-label={t("automation.state")}
          value={state ?? "all"}
          onChange={(value) =>
            void navigate({ search: pickWords({ state: value }, { state: states }), replace: true })
          }
          data={[
            { value: "all", label: t("automation.all") },
            ...states.map((value) => ({ value, label: t(`automation.state.${value}`) })),
          ]}
        />
      }
    >
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && <PageSkeleton />}
      {pages.rows?.length === 0 && (
        <EmptyState title={t("automation.empty.title")} text={t("automation.empty.text")} />
      )}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows stacked">
            <thead>
              <tr>
                <th scope="col">{t("automation.when")}</th>
                <th scope="col">{t("automation.what")}</th>
                <th scope="col">{t("automation.cause")}</th>
                <th scope="col">{t("automation.about")}</th>
                <th scope="col">{t("automation.state")}</th>
                <th scope="col">
                  <span className="unseen">{t("action.retry")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {pages.rows.map((effect) => (
                <EffectRow key={effect.id} effect={effect} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
    </Page>
  );
}

function EffectRow({ effect }: { readonly effect: Effect }) {
  const { t, lookUp } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const retry = useCommand("retryTriggerEffect");
  // Why it was skipped or failed: automation's own reason, or the refusal of the command that it gave.
  const outcome =
    effect.outcome === null
      ? undefined
      : (lookUp(`trigger_outcome.${effect.outcome}`, effect.outcomeValues) ??
        lookUp(`refusal.${effect.outcome}`, effect.outcomeValues) ??
        lookUp("trigger_outcome.other", { outcome: effect.outcome }));
  return (
    <tr>
      <td>
        <RelativeTime when={effect.createdAt} />
      </td>
      <td>{lookUp(`automation.trigger.${effect.triggerKind}`) ?? effect.triggerKind}</td>
      <td>{lookUp(`automation.cause.${effect.causeKind}`) ?? effect.causeKind}</td>
      <td>
        {effect.dealId !== null && (
          <div>
            {can("deal.read") ? (
              <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: effect.dealId }}>
                {effect.dealTitle ?? t("deal.title")}
              </Link>
            ) : (
              effect.dealTitle
            )}
          </div>
        )}
        {effect.orderId !== null && (
          <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: effect.orderId }}>
            {t("deal.order", { number: effect.orderNumber ?? 0 })}
          </Link>
        )}
      </td>
      <td>
        <Badge color={toneOfState[effect.state]}>{t(`automation.state.${effect.state}`)}</Badge>
        {outcome !== undefined && <div className="soft">{outcome}</div>}
        {effect.attempts > 1 && (
          <div className="soft">{t("automation.attempts", { count: effect.attempts })}</div>
        )}
      </td>
      <td className="figures">
        {can("automation.retry") && (effect.state === "failed" || effect.state === "skipped") && (
          <Button
            size="compact-sm"
            variant="default"
            loading={retry.pending}
            onClick={() => void retry.run({ effectId: effect.id })}
          >
            {t("action.retry")}
          </Button>
        )}
      </td>
    </tr>
  );
}
