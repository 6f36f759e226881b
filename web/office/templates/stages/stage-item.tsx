import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { ActionIcon, Button } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconGripVertical,
  IconHourglass,
  IconTrash,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { Mark } from "../../production/mark.tsx";
import { useTexts } from "../texts.ts";
import { usePerformerWords } from "../performer-words.ts";
import { secondsOf } from "../template-draft.ts";
import { hasFault, type StageProps } from "../template-tab.ts";
import { StageForm } from "./stage-form.tsx";
import style from "./stages.module.css";

type Props = StageProps & {
  readonly index: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onMove: ((from: number, to: number) => void) | undefined;
};

/** A stage in the list: its words, its tools and, when it is open, its form. */
export function StageItem(props: Props) {
  const { edit, index, isOpen, onToggle, onMove, stages, editable, body, change } = props;
  const { t } = useTexts();
  const { stage, standing } = edit;
  const { item, handle, over, dragged } = useDrag(stage.key, index, editable ? onMove : undefined);
  const remove = (): void => {
    edit.toggle();
    notify({
      tone: "note",
      text: t("template.stageRemoved", { stage: stage.name }),
      act: { label: t("action.undo"), run: () => void change(() => body) },
    });
  };
  const kept = stages.filter((one) => one.standing !== "dropped").length;
  return (
    <li ref={item} id={`stage-${stage.key}`} data-over={over} data-dragged={dragged || undefined}>
      <div className={style.stage} data-open={isOpen || undefined} data-standing={standing}>
        <div className={style.stageHead}>
          {editable && onMove !== undefined && (
            // The arrows beside it, and Alt with the arrow keys, do the same without a mouse.
            <span ref={handle} className={style.grip} aria-hidden>
              <IconGripVertical size={18} />
            </span>
          )}
          <button
            type="button"
            className={style.toggle}
            aria-expanded={isOpen}
            aria-keyshortcuts={onMove === undefined ? undefined : "Alt+ArrowUp Alt+ArrowDown"}
            onClick={onToggle}
            onKeyDown={(event) => {
              if (!event.altKey || onMove === undefined || !editable) return;
              if (event.key === "ArrowUp") onMove(index, index - 1);
              else if (event.key === "ArrowDown") onMove(index, index + 1);
              else return;
              event.preventDefault();
            }}
          >
            {isOpen ? <IconChevronDown size={18} aria-hidden /> : <IconChevronRight size={18} aria-hidden />}
            <span className={style.place}>{index + 1}</span>
            <StageWords {...props} />
          </button>
          {editable && (
            <div className={style.stageTools}>
              {standing === "dropped" ? (
                <Button size="compact-xs" variant="light" onClick={edit.toggle}>
                  {t("template.takeBack")}
                </Button>
              ) : (
                <>
                  {edit.resetAll !== null && (
                    <Button size="compact-xs" variant="light" onClick={edit.resetAll}>
                      {t("template.resetStage")}
                    </Button>
                  )}
                  {onMove !== undefined && (
                    <>
                      <ActionIcon
                        aria-label={t("template.moveUp", { stage: stage.name })}
                        disabled={index === 0}
                        onClick={() => onMove(index, index - 1)}
                      >
                        <IconArrowUp size={16} aria-hidden />
                      </ActionIcon>
                      <ActionIcon
                        aria-label={t("template.moveDown", { stage: stage.name })}
                        disabled={index === stages.length - 1}
                        onClick={() => onMove(index, index + 1)}
                      >
                        <IconArrowDown size={16} aria-hidden />
                      </ActionIcon>
                    </>
                  )}
                  <ActionIcon
                    aria-label={t("template.removeStage", { stage: stage.name })}
                    disabled={kept === 1}
                    onClick={remove}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </>
              )}
            </div>
          )}
        </div>
        {isOpen && standing !== "dropped" && <StageForm {...props} />}
      </div>
      {stage.wait !== null && standing !== "dropped" && <WaitLine wait={stage.wait} />}
    </li>
  );
}

function StageWords({ edit, sample, names, refusal, stages }: Props) {
  const { stage, standing, norms } = edit;
  const { t, duration, list } = useTexts();
  const performer = usePerformerWords({ names });
  const seconds = secondsOf(stage, sample.quantity);
  const waited = (stage.waitsFor ?? []).map(
    (key) => stages.find((one) => one.stage.key === key)?.stage.name ?? key,
  );
  const faulty = hasFault(refusal, edit.path) || norms.some((norm) => hasFault(refusal, norm.path));
  return (
    <span className={style.stageWords}>
      <span className={style.stageName} data-words>
        {standing === "dropped" ? <s>{stage.name}</s> : stage.name}
      </span>
      {stage.condition !== null && <Mark>{t("template.optionalShort")}</Mark>}
      {standing === "dropped" ? (
        <span className="soft">{t("template.stageDropped")}</span>
      ) : (
        <span className="soft">
          {[
            performer(stage.performer),
            ...(seconds > 0 ? [t("template.takes", { time: duration(seconds) })] : []),
            t("template.normCount", { count: norms.filter((norm) => norm.standing !== "dropped").length }),
            ...(waited.length > 0 ? [t("template.after", { stages: list(waited) })] : []),
            ...(stage.waitsFor?.length === 0 && stages[0] !== edit ? [t("template.begins.at_once")] : []),
          ].join(" · ")}
        </span>
      )}
      {standing === "changed" && <Mark tone="running">{t("template.overridden")}</Mark>}
      {standing === "own" && edit.path.includes("addedStages") && (
        <Mark tone="running">{t("template.ownStage")}</Mark>
      )}
      {faulty && <Mark tone="alarm">{t("template.toCorrect")}</Mark>}
    </span>
  );
}

function WaitLine({ wait }: { readonly wait: NonNullable<StageProps["edit"]["stage"]["wait"]> }) {
  const { t, duration } = useTexts();
  const { name, minimumSeconds, maximumSeconds } = wait;
  return (
    <p className={style.waitLine}>
      <IconHourglass size={16} aria-hidden />
      {maximumSeconds === null
        ? t("template.waitAtLeast", { wait: name, time: duration(minimumSeconds) })
        : t("template.waitBetween", {
            wait: name,
            time: duration(minimumSeconds),
            most: duration(maximumSeconds),
          })}
    </p>
  );
}

/** Dragged by its handle onto the upper or the lower half of another. */
function useDrag(key: string, index: number, onMove: Props["onMove"]) {
  const item = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState<"above" | "below">();
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const [element, grip] = [item.current, handle.current];
    if (element === null || grip === null || onMove === undefined) return undefined;
    const half = (y: number): "above" | "below" => {
      const { top, height } = element.getBoundingClientRect();
      return y < top + height / 2 ? "above" : "below";
    };
    const stopDragging = draggable({
      element,
      dragHandle: grip,
      getInitialData: () => ({ stage: key, index }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
    const stopTaking = dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data["stage"] === "string" && source.data["stage"] !== key,
      onDrag: ({ location }) => setOver(half(location.current.input.clientY)),
      onDragLeave: () => setOver(undefined),
      onDrop: ({ source, location }) => {
        setOver(undefined);
        const from = Number(source.data["index"]);
        const to = index + (half(location.current.input.clientY) === "below" ? 1 : 0);
        const place = to > from ? to - 1 : to;
        if (place !== from) onMove(from, place);
      },
    });
    return () => {
      stopDragging();
      stopTaking();
    };
  }, [key, index, onMove]);
  return { item, handle, over, dragged };
}
