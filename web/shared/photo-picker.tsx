import { useEffect, useId, useRef, useState } from "react";
import { newCommandId, type Refused } from "./call.ts";
import { Picture } from "./file-picture.tsx";
import { useTexts } from "./texts.tsx";
import { uploadFile } from "./upload.ts";
import style from "./photo-picker.module.css";

type Props = {
  /** The files that have arrived, in their order. */
  readonly photoIds: readonly string[];
  readonly onChange: (photoIds: string[]) => void;
  /** "Photos of the defect": names the group, above it. */
  readonly label: string;
  /** On the button; "Add a photo" unless given. */
  readonly addLabel?: string | undefined;
  readonly most?: number | undefined;
  /** Told while photos are under way: whoever sends the form waits for false. */
  readonly onBusy?: ((busy: boolean) => void) | undefined;
  /** false: the phone offers its pictures too, not the camera alone. */
  readonly camera?: boolean | undefined;
  readonly disabled?: boolean | undefined;
};

/** A photo on its way: the same command id with each attempt, so that it arrives once. */
type Sending = {
  readonly commandId: string;
  readonly file: File;
  /** Of the picture on this device. */
  readonly preview: string;
  readonly refusal: Refused | null;
};

/**
 * Photos for a form, uploaded while the form is still being filled in; gives their file ids. Plain, with controls of
 * 64 px, for the floor; the office uses it too. Ids that are given up are swept away by the server.
 */
export function PhotoPicker(props: Props) {
  const { photoIds, onChange, label, addLabel, most = 10, onBusy, camera = true, disabled = false } = props;
  const { t, refusal: wordRefusal } = useTexts();
  const labelId = useId();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  // Two that arrive together must not each write over the other.
  const latest = useRef(photoIds);
  useEffect(() => {
    latest.current = photoIds;
  }, [photoIds]);
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    stopping.current = controller;
    return () => controller.abort();
  }, []);
  const busy = sending.some(({ refusal }) => refusal === null);
  const tellBusy = useRef(onBusy);
  useEffect(() => {
    tellBusy.current = onBusy;
  }, [onBusy]);
  useEffect(() => tellBusy.current?.(busy), [busy]);

  const change = (next: readonly string[]): void => {
    latest.current = next;
    onChange([...next]);
  };
  const forget = ({ commandId, preview }: Sending): void => {
    URL.revokeObjectURL(preview);
    setSending((all) => all.filter((one) => one.commandId !== commandId));
  };
  const send = async (photo: Sending): Promise<void> => {
    const { commandId, file } = photo;
    const say = (refusal: Refused | null): void =>
      setSending((all) => all.map((one) => (one.commandId === commandId ? { ...one, refusal } : one)));
    say(null);
    try {
      const answer = await uploadFile(file, { commandId, signal: stopping.current?.signal });
      if (!answer.ok) return say(answer.refusal);
      forget(photo);
      change([...latest.current, answer.value.fileId]);
    } catch (error) {
      // The form is gone.
      if (stopping.current?.signal.aborted !== true) throw error;
    }
  };
  const add = (files: readonly File[]): void => {
    const free = Math.max(0, most - photoIds.length - sending.length);
    const added = files.slice(0, free).map((file) => ({
      commandId: newCommandId(),
      file,
      preview: URL.createObjectURL(file),
      refusal: null,
    }));
    setSending((all) => [...all, ...added]);
    for (const photo of added) void send(photo);
  };

  const count = photoIds.length + sending.length;
  return (
    <div className={style.picker} role="group" aria-labelledby={labelId}>
      <p id={labelId} className={style.label}>
        {label}
      </p>
      {count > 0 && (
        <ul className={style.photos}>
          {photoIds.map((fileId, index) => (
            <li key={fileId} className={style.photo}>
              <Picture fileId={fileId} size="thumbnail" alt={t("photos.photo", { number: index + 1 })} />
              <RemoveButton
                label={t("photos.remove", { number: index + 1 })}
                disabled={disabled}
                onClick={() => change(photoIds.filter((other) => other !== fileId))}
              />
            </li>
          ))}
          {sending.map((photo, index) => (
            <li key={photo.commandId} className={style.photo} data-failed={photo.refusal !== null}>
              <img src={photo.preview} alt="" />
              {photo.refusal === null ? (
                <p className={style.state} role="status">
                  {t("photos.sending")}
                </p>
              ) : (
                <>
                  <p className={style.state} role="alert">
                    {wordRefusal(photo.refusal)}
                  </p>
                  <button type="button" className={style.again} onClick={() => void send(photo)}>
                    {t("action.retry")}
                  </button>
                </>
              )}
              {photo.refusal !== null && (
                <RemoveButton
                  label={t("photos.remove", { number: photoIds.length + index + 1 })}
                  disabled={disabled}
                  onClick={() => forget(photo)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {count < most && (
        <label className={style.add} data-disabled={disabled}>
          <input
            type="file"
            accept="image/*"
            multiple
            disabled={disabled}
            {...(camera ? { capture: "environment" as const } : {})}
            onChange={({ currentTarget }) => {
              add([...(currentTarget.files ?? [])]);
              // The same photo can be chosen again after it was taken away.
              currentTarget.value = "";
            }}
          />
          <span>{addLabel ?? t("photos.add")}</span>
        </label>
      )}
    </div>
  );
}

function RemoveButton(props: {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={style.remove}
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <span aria-hidden>×</span>
    </button>
  );
}
