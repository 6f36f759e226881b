import { useMemo, useRef } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import type { Order, OrderStage } from "../order-types.ts";
import { useNow } from "../use-now.ts";
import { arrangeStages, type Piece } from "./arrange-stages.ts";
import { LoopDrawing } from "./loop-drawing.tsx";
import { type Loop, loopsOf } from "./rework-loops.ts";
import { StageBlock } from "./stage-block.tsx";
import { spanOf } from "./stage-spans.ts";
import style from "./stages.module.css";

type Shown = { readonly order: Order; readonly loops: readonly Loop[]; readonly now: number };

const none: readonly Loop[] = [];

/** Stages from top to bottom, branches side by side: the plan, what happened, and what can be done now. */
export function OrderStages({ order }: { readonly order: Order }) {
  const { t, dateTime, list: inWords } = useTexts();
  const now = useNow();
  const span = spanOf(order, now);
  const defects = useRoute("showOrderDefects", { orderId: order.id }, { enabled: order.defects > 0 });
  const loops = useMemo(
    () => (defects.data === undefined ? none : loopsOf(defects.data.rows)),
    [defects.data],
  );
  const pieces = useMemo(() => arrangeStages(order.stages.filter((stage) => stage.active)), [order.stages]);
  const off = order.stages.filter((stage) => !stage.active);
  const place = useRef<HTMLDivElement>(null);
  return (
    <div className={style.stages}>
      {span !== null && (
        <div className={style.legend}>
          <span>{dateTime(new Date(span.from))}</span>
          <ul>
            <li data-kind="planned">{t("order.planned")}</li>
            <li data-kind="actual">{t("order.actual")}</li>
            <li data-kind="wait">{t("order.wait")}</li>
            {loops.length > 0 && <li data-kind="loop">{t("run.sentBack")}</li>}
          </ul>
          <span>{dateTime(new Date(span.to))}</span>
        </div>
      )}
      <div ref={place} className={style.column} data-loops={loops.length > 0 || undefined}>
        <LoopDrawing loops={loops} list={place} />
        <Pieces pieces={pieces} order={order} loops={loops} now={now} />
      </div>
      {off.length > 0 && (
        <p className={style.off}>{t("run.stagesOff", { names: inWords(off.map((stage) => stage.name)) })}</p>
      )}
    </div>
  );
}

function Pieces({ pieces, ...shown }: Shown & { readonly pieces: readonly Piece<OrderStage>[] }) {
  const { t } = useTexts();
  return (
    <ol className={style.list}>
      {pieces.map((piece) =>
        piece.kind === "stage" ? (
          <StageBlock
            key={piece.stage.id}
            {...shown}
            stage={piece.stage}
            place={shown.order.stages.filter((stage) => stage.active).indexOf(piece.stage) + 1}
          />
        ) : (
          <li key={keyOf(piece)} className={style.fork}>
            <p className={style.forkWord}>{t("run.sideBySide", { count: piece.branches.length })}</p>
            <div className={style.branches}>
              {piece.branches.map((branch) => (
                <div key={branch.map(keyOf).join(" ")} className={style.branch}>
                  <Pieces pieces={branch} {...shown} />
                </div>
              ))}
            </div>
          </li>
        ),
      )}
    </ol>
  );
}

function keyOf(piece: Piece<OrderStage>): string {
  return piece.kind === "stage"
    ? piece.stage.id
    : piece.branches.map((branch) => branch.map(keyOf).join(" ")).join(" | ");
}
