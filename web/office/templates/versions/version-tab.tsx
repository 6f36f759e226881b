import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { compareBodies } from "#modules/templates/core/compare-bodies.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { ButtonLink } from "../../links.tsx";
import { Mark } from "../../production/mark.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { Section } from "../../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { exportVersion } from "./export-version.ts";
import { useDifferenceWords } from "./difference-words.ts";
import type { Shown } from "../template-tab.ts";
import style from "../template.module.css";

const route = getRouteApi("/w/$workspace/templates/$templateId");

type Props = {
  readonly shown: Shown;
  readonly dirty: boolean;
  /** The number of the version that is laid beside the current one. */
  readonly compare: string | undefined;
  readonly onCompare: (number: string | undefined) => void;
};

/** Every version that ever was: to look at, to lay beside the current one, to take again. */
export function VersionTab({ shown, dirty, compare, onCompare }: Props) {
  const { t, dateTime, number } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const restore = useCommand("restoreTemplateVersion");
  const run = async (version: number): Promise<void> => {
    const answer = await restore.run({ templateId: shown.id, number: version });
    if (answer.ok) {
      notify({ tone: "done", text: t("template.restored", { old: version, number: answer.value.number }) });
    }
  };
  const download = async (version: number): Promise<void> => {
    const left = await exportVersion(shown.id, version, shown.name);
    if (typeof left !== "number") notify({ tone: "refusal", refusal: left });
    else if (left > 0) notify({ tone: "note", text: t("template.picturesLeft", { count: left }) });
  };
  return (
    <div className={style.stages}>
      <ScrollAside plate label={t("template.tab.versions")}>
        <table className="rows stacked">
          <caption className="unseen">{t("template.tab.versions")}</caption>
          <thead>
            <tr>
              <th scope="col" className="figures">
                {t("template.version")}
              </th>
              <th scope="col">{t("template.comment")}</th>
              <th scope="col">{t("template.savedBy")}</th>
              <th scope="col">{t("template.approvedColumn")}</th>
              <th scope="col" className="figures">
                {t("template.openOrders")}
              </th>
              <th scope="col">
                <span className="unseen">{t("action.more")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.versions.map((version) => {
              const isCurrent = version.number === shown.currentNumber;
              return (
                <tr key={version.number}>
                  <td className="figures">{version.number}</td>
                  <td className={style.nameCell}>
                    {isCurrent && <Mark tone="done">{t("template.current")}</Mark>} {version.comment}
                    {version.restoredFrom !== null && (
                      <div className="soft">
                        {t("template.restoredFrom", { number: version.restoredFrom })}
                      </div>
                    )}
                  </td>
                  <td>
                    {version.createdByName}
                    <div className="soft">{dateTime(version.createdAt)}</div>
                  </td>
                  <td data-label={t("template.approvedColumn")}>{version.approvedByName ?? "–"}</td>
                  <td className="figures" data-label={t("template.openOrders")}>
                    {number(String(version.openOrders))}
                  </td>
                  <td>
                    <div className={style.versionTools}>
                      {!isCurrent && (
                        <>
                          <ButtonLink
                            size="compact-xs"
                            variant="default"
                            to="/w/$workspace/templates/$templateId"
                            params={{ workspace, templateId: shown.id }}
                            search={{ version: String(version.number) }}
                          >
                            {t("template.look")}
                          </ButtonLink>
                          <Button
                            size="compact-xs"
                            variant="default"
                            aria-pressed={compare === String(version.number)}
                            onClick={() =>
                              onCompare(
                                compare === String(version.number) ? undefined : String(version.number),
                              )
                            }
                          >
                            {t("template.compare")}
                          </Button>
                          {can("template.write") && (
                            <Button
                              size="compact-xs"
                              variant="default"
                              disabled={dirty || restore.pending}
                              onClick={() => void run(version.number)}
                            >
                              {t("template.restore")}
                            </Button>
                          )}
                        </>
                      )}
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t("template.exportVersion", { number: version.number })}
                        onClick={() => void download(version.number)}
                      >
                        {t("template.export")}
                      </Button>
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollAside>
      {compare !== undefined && /^[1-9]\d{0,5}$/.test(compare) && (
        <Comparison templateId={shown.id} number={Number(compare)} />
      )}
    </div>
  );
}

function Comparison({ templateId, number }: { readonly templateId: string; readonly number: number }) {
  const { t } = useTexts();
  const old = useRoute("showTemplate", { templateId, number });
  const current = useRoute("showTemplate", { templateId });
  return (
    <Section title={t("template.compareTitle", { old: number, current: current.data?.number ?? "…" })}>
      <RefusalNotice refusal={old.refusal ?? current.refusal} retry={old.refetch} />
      {(old.pending || current.pending) && (old.refusal ?? current.refusal) === undefined && (
        <PageSkeleton lines={4} />
      )}
      {old.data !== undefined && current.data !== undefined && (
        <Differences old={old.data} current={current.data} />
      )}
    </Section>
  );
}

function Differences({ old, current }: { readonly old: Shown; readonly current: Shown }) {
  const { t } = useTexts();
  const words = useDifferenceWords(old, current);
  const differences = compareBodies(old.body, current.body);
  if (differences.length === 0) return <p className={style.same}>{t("template.noDifference")}</p>;
  return (
    <ScrollAside label={t("template.whatChanged")}>
      <table className="rows stacked">
        <thead>
          <tr>
            <th scope="col">{t("template.where")}</th>
            <th scope="col">{t("template.whatChanged")}</th>
            <th scope="col">{t("template.was", { number: old.number })}</th>
            <th scope="col">{t("template.is", { number: current.number })}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => {
            const { where, what, from, to } = words(difference);
            return (
              <tr key={JSON.stringify(difference)}>
                <td>{where}</td>
                <td>{what}</td>
                <td className={style.was} data-label={t("template.wasShort", { number: old.number })}>
                  {from}
                </td>
                <td className={style.is} data-label={t("template.wasShort", { number: current.number })}>
                  {to}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollAside>
  );
}
