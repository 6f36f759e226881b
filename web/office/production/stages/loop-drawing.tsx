import { type RefObject, useEffect, useState } from "react";
import { type Arc, lanesOf, type Loop } from "./rework-loops.ts";
import style from "./stages.module.css";

type Drawn = Arc & { readonly loop: Loop };
const laneWidth = 11;
const innermost = 9;
/** Of the column beside the stages; the same in stages.module.css. */
export const gutterWidth = 44;

/**
 * Returns as arcs beside the stages, from where a fault was caught back up to where the units went. For the eye:
 * the stage says the same in words. Stages are found by data-stage within the list.
 */
export function LoopDrawing({
  loops,
  list,
}: {
  readonly loops: readonly Loop[];
  readonly list: RefObject<HTMLElement | null>;
}) {
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);
  useEffect(() => {
    const place = list.current;
    if (place === null) return undefined;
    const measure = (): void => {
      const top = place.getBoundingClientRect().top;
      const middleOf = (stageId: string): number | undefined => {
        const head = place.querySelector(`[data-stage="${stageId}"]`);
        if (head === null) return undefined;
        const box = head.getBoundingClientRect();
        return box.top + box.height / 2 - top;
      };
      setDrawn(
        loops.flatMap((loop) => {
          const from = middleOf(loop.from);
          const to = middleOf(loop.to);
          if (from === undefined || to === undefined) return [];
          // Back to the same stage: a small loop of its own.
          return [
            loop.from === loop.to
              ? { loop, top: from - 9, bottom: from + 9 }
              : { loop, top: to + 5, bottom: from - 5 },
          ];
        }),
      );
    };
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    measure();
    return () => watch.disconnect();
  }, [loops, list]);
  if (drawn.length === 0) return null;
  const lanes = lanesOf(drawn);
  return (
    <svg className={style.loops} width={gutterWidth} height="100%" aria-hidden>
      {drawn.map(({ loop, top, bottom }, index) => {
        const x = Math.max(8, gutterWidth - innermost - 8 - (lanes[index] ?? 0) * laneWidth);
        const right = gutterWidth - 3;
        const bend = Math.min(8, (bottom - top) / 2);
        return (
          <g key={`${loop.from} ${loop.to}`}>
            <path
              className={style.loopLine}
              d={`M ${right} ${bottom} H ${x + bend} Q ${x} ${bottom} ${x} ${bottom - bend} V ${top + bend} Q ${x} ${top} ${x + bend} ${top} H ${right - 3}`}
            />
            <path className={style.loopHead} d={`M ${right} ${top} l -7 -4 v 8 z`} />
            {bottom - top > 40 && (
              <>
                <circle
                  className={style.loopPlate}
                  cx={x}
                  cy={(top + bottom) / 2}
                  r={loop.units > 99 ? 12 : 9}
                />
                <text className={style.loopCount} x={x} y={(top + bottom) / 2}>
                  {loop.units}
                </text>
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
