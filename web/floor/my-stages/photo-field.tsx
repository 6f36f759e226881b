import { useEffect, useId, useRef, useState } from "react";
import { newCommandId, type Refused } from "#web/shared/call.ts";
import style from "#web/shared/photo-picker.module.css";
import { heldPhoto, letPhotoGo } from "../outbox/held-photos.ts";
import { useTexts } from "../texts.ts";
import { Refusal } from "./part.tsx";
import { takePhoto } from "./take-photo.ts";

type Props = {
  /** Of photos that this page holds, in the order in which they were taken. */
  readonly photoIds: readonly string[];
  readonly onChange: (photoIds: string[]) => void;
  /** "Photos of the defect": names the group, above it. */
  readonly label: string;
  /** Told while a photo is being made small: whoever sends the form waits for false. */
  readonly onBusy: (busy: boolean) => void;
};

const most = 10;

/**
 * Photos for a tap. They need no network: each is made small on this phone and waits in the page; the tap takes them to
 * the outbox, and they go to the server before it.
 */
export function PhotoField({ photoIds, onChange, label, onBusy }: Props) {
  const { t, refusal: wordsOf } = useTexts();
  const labelId = useId();
  const [making, setMaking] = useState(0);
  const [refused, setRefused] = useState<Refused>();
  // Two that are ready together must not each write over the other.
  const latest = useRef(photoIds);
  const tellBusy = useRef(onBusy);
  useEffect(() => {
    latest.current = photoIds;
    tellBusy.current = onBusy;
  });
  useEffect(() => tellBusy.current(making > 0), [making]);
  const change = (next: readonly string[]): void => {
    latest.current = next;
    onChange([...next]);
  };
  const there = photoIds.filter((id) => heldPhoto(id) !== undefined);
  // One that was taken away in a sheet that somebody closed then: the draft of before still names it.
  useEffect(() => {
    if (there.length < photoIds.length) onChange(there);
  });

  const add = async (files: readonly File[]): Promise<void> => {
    setRefused(undefined);
    const free = files.slice(0, Math.max(0, most - there.length - making));
    setMaking((count) => count + free.length);
    for (const file of free) {
      const taken = await takePhoto(file, newCommandId());
      setMaking((count) => count - 1);
      if (taken.ok) change([...latest.current, taken.value]);
      else setRefused(taken.refusal);
    }
  };
  const remove = (id: string): void => {
    change(latest.current.filter((other) => other !== id));
    letPhotoGo(id);
  };

  return (
    <div className={style.picker} role="group" aria-labelledby={labelId}>
      <p id={labelId} className={style.label}>
        {label}
      </p>
      {there.length > 0 && (
        <ul className={style.photos}>
          {there.map((id, index) => (
            <li key={id} className={style.photo}>
              <img src={heldPhoto(id)?.address} alt={t("photos.photo", { number: index + 1 })} />
              <button
                type="button"
                className={style.remove}
                aria-label={t("photos.remove", { number: index + 1 })}
                onClick={() => remove(id)}
              >
                <span aria-hidden>×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {making > 0 && (
        <p className={style.label} role="status">
          {t("floor.photo.making")}
        </p>
      )}
      {refused !== undefined && <Refusal words={wordsOf(refused)} />}
      {there.length + making < most && (
        <label className={style.add}>
          <input
            type="file"
            accept="image/*"
            multiple
            capture="environment"
            onChange={({ currentTarget }) => {
              void add([...(currentTarget.files ?? [])]);
              // The same photo can be chosen again after it was taken away.
              currentTarget.value = "";
            }}
          />
          <span>{t("floor.photo.take")}</span>
        </label>
      )}
    </div>
  );
}
