import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts.ts";
import { bandPath, type Edge, type Layout, scaleOf } from "./river-layout.ts";
import { arrivedAt, type Cells, hereNames, type Moment, type RiverStage } from "./river-moments.ts";
import { cellsInWords, restInWords } from "./river-words.ts";
import style from "./river.module.css";

type Props = {
  readonly stages: readonly RiverStage[];
  readonly layout: Layout;
  readonly moment: Moment;
  readonly openStage: string | null;
  readonly onOpen: (stageId: string) => void;
};

const bar = 26;
const labelHeight = 54;
const lossDepth = 24;
const loopGap = 18;
const narrowest = 132;
const widest = 240;
const edgeRoom = 4;
/** A wide way back would cover all else: its count says what its width no longer does. */
const widestLoop = 26;

type Segment = { readonly name: string; readonly y: number; readonly height: number };

/** Bands as wide as their units, from the first stage on the left to what was received on the right. */
export function RiverDrawing({ stages, layout, moment, openStage, onOpen }: Props) {
  const texts = useTexts();
  const { t, number } = texts;
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(720);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(([entry]) => setRoom(entry?.contentRect.width ?? 720));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const { counts } = moment.frame;
  const scale = scaleOf(counts.total);
  const full = Math.max(scale(counts.total), 14);
  const columnWidth = Math.min(
    widest,
    Math.max(narrowest, Math.floor((room - 2 * edgeRoom) / (layout.columns + 1))),
  );
  const below =
    moment.back.length === 0 ? lossDepth : Math.max(lossDepth, 22 + moment.back.length * loopGap + 12);
  const laneHeight = labelHeight + full + below + 12;
  const width = (layout.columns + 1) * columnWidth + 2 * edgeRoom;
  const height = layout.lanes * laneHeight;

  const drawn = stages.flatMap((stage, index) => {
    const at = layout.places.get(stage.id);
    const cells = moment.stages[index];
    if (at === undefined || cells === undefined) return [];
    const x = edgeRoom + at.column * columnWidth;
    const y = at.lane * laneHeight + labelHeight;
    return [{ stage, cells, x, y, segments: segmentsOf(cells, scale), moved: moment.moved.has(index) }];
  });
  const byId = new Map(drawn.map((each) => [each.stage.id, each]));
  const end = { x: edgeRoom + layout.columns * columnWidth, y: labelHeight };
  const arrived = stack([
    ["received", scale(counts.received)],
    ["through", scale(counts.through)],
  ]);
  const gone = (id: string): Edge | null => {
    const from = byId.get(id);
    const past = from?.segments.find((segment) => segment.name === "past");
    if (from === undefined || past === undefined) return null;
    return { x: from.x + bar, y: from.y + past.y, width: past.height };
  };
  const bands = [
    ...layout.ways.flatMap(({ from, to }) => {
      const [edge, next] = [gone(from), byId.get(to)];
      if (edge === null || next === undefined) return [];
      return [{ key: `${from} ${to}`, edge, to: { x: next.x, y: next.y, width: heightOf(next.segments) } }];
    }),
    ...layout.last.flatMap((from) => {
      const edge = gone(from);
      return edge === null ? [] : [{ key: `${from} end`, edge, to: { ...end, width: heightOf(arrived) } }];
    }),
  ];

  return (
    <div ref={place} className={`scroll-aside ${style.place}`}>
      <div className={style.drawing} style={{ width, height }}>
        <svg width={width} height={height} aria-hidden className={style.svg}>
          {bands.map(({ key, edge, to }) => (
            <path key={key} className={style.band} d={bandPath(edge, to, columnWidth - bar)} />
          ))}
          {layout.ways.map(({ from, to }) => {
            const edge = gone(from);
            const next = byId.get(to);
            if (edge === null || next === undefined) return null;
            // Where only this way leads on, as many as came: a loss in a branch beside takes units out of this one too.
            const units =
              next.stage.after.length === 1 ? arrivedAt(next.cells) : (byId.get(from)?.cells.past ?? 0);
            const y = (next.y > edge.y ? next.y : edge.y) + Math.max(edge.width / 2, 7);
            return (
              <text
                key={`${from} ${to}`}
                className={style.bandCount}
                x={edge.x + (columnWidth - bar) / 2}
                y={y}
              >
                {number(String(units))}
              </text>
            );
          })}
          {moment.back.map((back, index) => {
            const [from, to] = [byId.get(back.fromStageId), byId.get(back.toStageId)];
            if (from === undefined || to === undefined) return null;
            const thick = Math.min(widestLoop, scale(back.units));
            const depth = Math.max(from.y, to.y) + full + 14 + index * loopGap + thick / 2;
            const same = from === to;
            const [right, left] = same ? [from.x + bar - 4, from.x + 4] : [from.x + bar / 2, to.x + bar / 2];
            const bend = Math.min(12, (right - left) / 2);
            const [top, goal] = [
              from.y + heightOf(from.segments),
              to.y + Math.max(heightOf(to.segments), 4) + 7,
            ];
            return (
              <g key={back.place} className={style.loop} data-now={back.now > 0 || undefined}>
                <path
                  className={style.loopLine}
                  strokeWidth={same ? 3 : thick}
                  d={`M ${right} ${top} V ${depth - bend} Q ${right} ${depth} ${right - bend} ${depth} H ${left + bend} Q ${left} ${depth} ${left} ${depth - bend} V ${goal + 4}`}
                />
                <path
                  className={style.loopHead}
                  d={`M ${left} ${goal - 7} l ${Math.max(7, thick * 0.8)} 13 h ${-2 * Math.max(7, thick * 0.8)} z`}
                />
                <text className={style.loopCount} x={same ? right + 12 : (left + right) / 2} y={depth}>
                  {number(String(back.units))}
                </text>
              </g>
            );
          })}
          {drawn.map((each) => (
            <g
              key={each.stage.id}
              className={style.stage}
              data-moved={each.moved || undefined}
              onClick={() => onOpen(each.stage.id)}
            >
              <rect className={style.ghost} x={each.x} y={each.y} width={bar} height={full} rx={4} />
              {each.segments.map(({ name, y, height: tall }) => (
                <rect
                  key={name}
                  className={style.segment}
                  data-cell={name}
                  x={each.x}
                  y={each.y + y}
                  width={bar}
                  height={tall}
                />
              ))}
              <Loss {...each} scale={scale} words={(count) => number(String(count))} />
            </g>
          ))}
          <g>
            <rect className={style.ghost} x={end.x} y={end.y} width={bar} height={full} rx={4} />
            {arrived.map(({ name, y, height: tall }) => (
              <rect
                key={name}
                className={style.segment}
                data-cell={name}
                x={end.x}
                y={end.y + y}
                width={bar}
                height={tall}
              />
            ))}
          </g>
        </svg>
        {drawn.map(({ stage, cells, x, y, moved }) => (
          <button
            key={stage.id}
            type="button"
            className={style.label}
            data-moved={moved || undefined}
            aria-expanded={openStage === stage.id}
            title={stage.name}
            style={{ left: x, top: y - labelHeight, width: columnWidth - 8, height: labelHeight - 4 }}
            onClick={() => onOpen(stage.id)}
          >
            <strong>
              {stage.name}
              <span className="unseen">: </span>
            </strong>
            <span>{cellsInWords(cells, hereNames, texts)}</span>
            <span className="unseen">{restInWords(cells, texts)}</span>
          </button>
        ))}
        <p
          className={style.label}
          style={{ left: end.x, top: 0, width: columnWidth - 8, height: labelHeight - 4 }}
        >
          <strong>{t("river.received")}</strong>
          <span>
            {t("river.receivedOf", {
              count: number(String(counts.received)),
              total: number(String(counts.total)),
            })}
            {counts.through > 0 && `, ${t("river.through", { count: number(String(counts.through)) })}`}
          </span>
        </p>
      </div>
    </div>
  );
}

/** What was lost at a stage falls out of it, below. */
function Loss(props: {
  readonly cells: Cells;
  readonly x: number;
  readonly y: number;
  readonly segments: readonly Segment[];
  readonly scale: (units: number) => number;
  readonly words: (count: number) => string;
}) {
  const { cells, x, y, segments, scale, words } = props;
  return (["writtenOff", "withdrawn"] as const).map((name, index) => {
    if (cells[name] === 0) return null;
    const segment = segments.find((each) => each.name === name);
    const from = { x: x + bar, y: y + (segment?.y ?? 0) };
    const tall = segment?.height ?? 0;
    const wide = Math.min(20, Math.max(4, scale(cells[name])));
    const [left, bottom] = [from.x + 8 + index * 30, from.y + tall + lossDepth - 6];
    return (
      <g key={name} className={style.loss} data-cell={name}>
        <path
          d={`M ${from.x} ${from.y} H ${left} Q ${left + wide} ${from.y} ${left + wide} ${from.y + wide} V ${bottom} H ${left} V ${from.y + tall} H ${from.x} Z`}
        />
        <text x={left + wide + 4} y={bottom - 2}>
          {words(cells[name])}
        </text>
      </g>
    );
  });
}

function segmentsOf(cells: Cells, scale: (units: number) => number): Segment[] {
  if (arrivedAt(cells) === 0) return [];
  return stack(
    (["past", ...hereNames, "writtenOff", "withdrawn"] as const).map((name) => [name, scale(cells[name])]),
  );
}

function stack(heights: readonly (readonly [string, number])[]): Segment[] {
  let y = 0;
  return heights.flatMap(([name, height]) => {
    if (height === 0) return [];
    const segment = { name, y, height };
    y += height;
    return [segment];
  });
}

const heightOf = (segments: readonly Segment[]): number =>
  segments.reduce((height, segment) => height + segment.height, 0);
