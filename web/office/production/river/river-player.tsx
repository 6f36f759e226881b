import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTexts } from "../texts.ts";
import style from "./river.module.css";

type Props = {
  /** which moment is shown, counted from 0 */
  readonly at: number;
  readonly count: number;
  /** the moment in words, for who does not see it */
  readonly words: string;
  /** The last one is now: what happens next is followed. */
  readonly onMove: (at: number) => void;
};

const speeds = ["1", "2", "4"] as const;
/** A whole replay lasts about as long, however many moments it has; none is too short to be seen. */
const wholeReplay = 24_000;
const longestStep = 900;
const shortestStep = 120;

/** The slider of moments, with its buttons. Arrow keys on it go from fact to fact. */
export function RiverPlayer({ at, count, words, onMove }: Props) {
  const { t, number } = useTexts();
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<string>("1");
  const last = count - 1;
  const runs = playing && at < last;
  useEffect(() => {
    if (!runs) return undefined;
    const step = Math.min(longestStep, Math.max(shortestStep, wholeReplay / count)) / Number(speed);
    const timer = setTimeout(() => {
      if (at + 1 >= last) setPlaying(false);
      onMove(at + 1);
    }, step);
    return () => clearTimeout(timer);
  }, [runs, at, last, count, speed, onMove]);
  const move = (to: number): void => {
    setPlaying(false);
    onMove(Math.max(0, Math.min(last, to)));
  };
  const play = (): void => {
    if (runs) return setPlaying(false);
    if (at >= last) onMove(0);
    return setPlaying(true);
  };
  return (
    <div className={style.player}>
      <div className={style.buttons}>
        <ActionIcon
          variant="default"
          aria-label={t("river.stepBack")}
          title={t("river.stepBack")}
          disabled={at === 0}
          onClick={() => move(at - 1)}
        >
          <IconPlayerTrackPrev size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="filled"
          color="teal"
          aria-label={runs ? t("river.pause") : t("river.play")}
          title={runs ? t("river.pause") : t("river.play")}
          disabled={last === 0}
          onClick={play}
        >
          {runs ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t("river.stepOn")}
          title={t("river.stepOn")}
          disabled={at === last}
          onClick={() => move(at + 1)}
        >
          <IconPlayerTrackNext size={16} aria-hidden />
        </ActionIcon>
      </div>
      <input
        type="range"
        className={style.slider}
        min={0}
        max={last}
        step={1}
        value={at}
        aria-label={t("river.slider")}
        aria-valuetext={words}
        onChange={(event) => move(Number(event.currentTarget.value))}
      />
      <span className={style.step}>
        {t("river.step", { at: number(String(at + 1)), total: number(String(count)) })}
      </span>
      <Button size="compact-sm" variant="default" disabled={at === last} onClick={() => move(last)}>
        {t("river.now")}
      </Button>
      <SegmentedControl
        size="xs"
        aria-label={t("river.speed")}
        value={speed}
        onChange={setSpeed}
        data={speeds.map((value) => ({ value, label: `${value}×` }))}
      />
    </div>
  );
}
