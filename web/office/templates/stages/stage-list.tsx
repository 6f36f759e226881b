import { Button, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { PageSkeleton } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { usePerformerWords } from "../performer-words.ts";
import type { StageEdit } from "../stage-edit.ts";
import type { TabProps } from "../template-tab.ts";
import { StageItem } from "./stage-item.tsx";
import type { GraphStage } from "./stage-graph.tsx";
import style from "./stages.module.css";

const Graph = lazy(async () => ({ default: (await import("./stage-graph.tsx")).StageGraph }));

type Props = TabProps & {
  readonly stages: readonly StageEdit[];
  /** The key of the stage that is open in place. */
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
  /** Answers the new stage's key. */
  readonly onAdd: () => string;
  /** Of a stage of one's own: a variant leaves the base's where they are. Answers the round that it would make. */
  readonly onMove: (from: number, to: number) => string | null;
};

/** Stages from top to bottom, each opening in place, and the graph beside them: on a phone behind a tab. */
export function StageList(props: Props) {
  const { stages, open, onOpen, onAdd, onMove, editable } = props;
  const { t } = useTexts();
  const narrow = useMediaQuery("(max-width: 72em)", false, { getInitialValueInEffect: false });
  const [view, setView] = useState<"list" | "graph">("list");
  const drawn = useGraphStages(props);
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= stages.length) return;
    const round = onMove(from, to);
    if (round !== null) notify({ tone: "note", text: t("template.round", { stages: round }) });
  };
  const graph = (
    <Suspense fallback={<PageSkeleton lines={4} />}>
      <Graph
        stages={drawn}
        open={open}
        label={t("template.graph")}
        onOpen={(key) => {
          onOpen(key);
          setView("list");
          requestAnimationFrame(() =>
            document.getElementById(`stage-${key}`)?.scrollIntoView({ block: "nearest" }),
          );
        }}
      />
    </Suspense>
  );
  return (
    <>
      {narrow && (
        <SegmentedControl
          className={style.views ?? ""}
          aria-label={t("template.views")}
          value={view}
          onChange={(next) => setView(next === "graph" ? "graph" : "list")}
          data={[
            { value: "list", label: t("template.view.list") },
            { value: "graph", label: t("template.view.graph") },
          ]}
        />
      )}
      <div className={style.beside} data-wide={!narrow || undefined}>
        {(!narrow || view === "list") && (
          <div className={style.column}>
            <ol className={style.stageList}>
              {stages.map((edit, index) => (
                <StageItem
                  key={edit.stage.key}
                  {...props}
                  edit={edit}
                  index={index}
                  isOpen={edit.stage.key === open}
                  onToggle={() => onOpen(edit.stage.key === open ? undefined : edit.stage.key)}
                  onMove={edit.standing === "own" ? move : undefined}
                />
              ))}
            </ol>
            {editable && (
              <div>
                <Button
                  variant="light"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  onClick={() => onOpen(onAdd())}
                >
                  {t("template.addStage")}
                </Button>
              </div>
            )}
          </div>
        )}
        {narrow ? view === "graph" && graph : <div className={style.graphColumn}>{graph}</div>}
      </div>
    </>
  );
}

function useGraphStages({ stages, names }: Props): GraphStage[] {
  const { t, duration } = useTexts();
  const performer = usePerformerWords({ names });
  const drawn = stages
    .filter(({ standing }) => standing !== "dropped")
    .map(({ stage, standing }): GraphStage => ({
      key: stage.key,
      waitsFor: stage.waitsFor,
      name: stage.name,
      note: stage.condition === null ? performer(stage.performer) : t("template.optionalShort"),
      optional: stage.condition !== null,
      standing: standing === "dropped" ? "own" : standing,
      wait: stage.wait === null ? null : `${stage.wait.name} ${duration(stage.wait.minimumSeconds)}`.trim(),
    }));
  // The same picture is the same object: fields of a stage are typed in while the graph stands beside it.
  const described = JSON.stringify(drawn);
  return useMemo(() => JSON.parse(described) as GraphStage[], [described]);
}
