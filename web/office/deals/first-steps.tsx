import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { useTexts } from "../command-palette/texts.ts";
import { ExampleBeside } from "../first-run/first-run-bar.tsx";
import style from "../first-run/first-run.module.css";
import { StepList } from "../first-run/steps.tsx";
import { Section } from "../shell/page.tsx";

/** Where there are no deals yet: from an empty workspace to the first order with a real cost. */
export function FirstSteps({ workspace }: { readonly workspace: string }) {
  const { t } = useTexts();
  const { can, workspace: place } = useSession();
  const { data } = useRoute("showFirstSteps", {});
  if (data === undefined) return <PageSkeleton />;
  const beside = place.example === null && place.setUp && can("example.manage");
  // Who only sells is not asked what is made here.
  const steps = data.steps.filter(({ name }) => name !== "questions" || can("workspace.change"));
  return (
    <div className={style.place}>
      <Section title={t("firstRun.listTitle")}>
        <StepList steps={steps} workspace={workspace} ownSlug={place.example?.ownSlug ?? null} />
        {beside && <ExampleBeside workspace={workspace} exampleSlug={data.exampleSlug} />}
      </Section>
    </div>
  );
}
