// oxlint-disable-next-line import/no-unassigned-import -- a sheet has no name to give
import "@xyflow/react/dist/base.css";
import {
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from "@xyflow/react";
import { memo, useMemo } from "react";
import type { StageLink } from "#modules/templates/core/order-stages.ts";
import { useTexts } from "../texts.ts";
import { layOut, nodeSize } from "./graph-layout.ts";
import style from "./stage-graph.module.css";

export type GraphStage = StageLink & {
  readonly name: string;
  readonly note: string;
  readonly optional: boolean;
  readonly standing: "own" | "inherited" | "changed";
  /** In words, on the arrows below it. */
  readonly wait: string | null;
};
type Props = {
  readonly stages: readonly GraphStage[];
  readonly open: string | undefined;
  readonly onOpen: (key: string) => void;
  readonly label: string;
};
type StageNode = Node<
  { readonly stage: GraphStage; readonly open: boolean; readonly onOpen: () => void },
  "stage"
>;

/** The stages as a picture: what can be worked at the same time stands side by side. A click opens a stage. */
export function StageGraph({ stages, open, onOpen, label }: Props) {
  const { t } = useTexts();
  const layout = useMemo(() => layOut(stages), [stages]);
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  const nodes = layout.stages.flatMap(({ key, x, y }): StageNode[] => {
    const stage = byKey.get(key);
    if (stage === undefined) return [];
    return [
      {
        id: key,
        type: "stage",
        position: { x, y },
        width: nodeSize.width,
        height: nodeSize.height,
        data: { stage, open: key === open, onOpen: () => onOpen(key) },
      },
    ];
  });
  const edges = layout.arrows.map(({ from, to }): Edge => {
    const wait = byKey.get(from)?.wait ?? null;
    return {
      id: `${from} ${to}`,
      source: from,
      target: to,
      type: "smoothstep",
      ariaLabel: t("template.graph.arrow", {
        stage: byKey.get(to)?.name ?? "",
        earlier: byKey.get(from)?.name ?? "",
      }),
      className: (wait === null ? style.arrow : style.waiting) ?? "",
      markerEnd: { type: MarkerType.ArrowClosed, color: "var(--line-strong)" },
      ...(wait === null
        ? {}
        : { label: wait, labelBgPadding: [6, 3] as [number, number], labelBgBorderRadius: 4 }),
    };
  });
  const bottom = Math.max(0, ...layout.stages.map(({ y }) => y)) + nodeSize.height;
  return (
    <section
      className={style.graph}
      aria-label={label}
      style={{ height: Math.min(Math.max(bottom + 64, 220), 720) }}
    >
      <ReactFlow<StageNode>
        // Another set of places is fitted into view anew.
        key={layout.stages.map(({ key, x, y }) => `${key} ${x} ${y}`).join("|")}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={fit}
        minZoom={0.3}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        // The wheel scrolls the page; the graph is moved by dragging it.
        zoomOnScroll={false}
        preventScrolling={false}
        ariaLabelConfig={{
          "controls.ariaLabel": t("template.graph.view"),
          "controls.zoomIn.ariaLabel": t("template.graph.larger"),
          "controls.zoomOut.ariaLabel": t("template.graph.smaller"),
          "controls.fitView.ariaLabel": t("template.graph.fit"),
        }}
      >
        <Controls showInteractive={false} orientation="horizontal" position="bottom-right" />
      </ReactFlow>
    </section>
  );
}

const DrawnStage = memo(function DrawnStage({ data: { stage, open, onOpen } }: NodeProps<StageNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} className={style.handle ?? ""} isConnectable={false} />
      <button
        type="button"
        className={style.stage}
        data-open={open || undefined}
        data-optional={stage.optional || undefined}
        data-standing={stage.standing}
        aria-pressed={open}
        onClick={onOpen}
      >
        <strong>{stage.name}</strong> <span>{stage.note}</span>
      </button>
      <Handle type="source" position={Position.Bottom} className={style.handle ?? ""} isConnectable={false} />
    </>
  );
});

/** The tools below leave the last stage free. */
const fit = { padding: { x: "12px", top: "12px", bottom: "48px" }, maxZoom: 1 } as const;
const nodeTypes = { stage: DrawnStage };
