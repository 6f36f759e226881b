import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts.tsx";
import { createRepeatGuard } from "./repeats.ts";
import style from "./scanner.module.css";

type Props = {
  /** Called once for each code that comes before the camera, or is typed; a hand scanner types too. */
  readonly onCode: (code: string) => void;
  readonly onClose: () => void;
  /** What the last code was found to be, or that it was not: read aloud. */
  readonly told?: string | undefined;
};

type CameraState = "starting" | "watching" | "off" | "denied" | "insecure";

const frameMs = 150;
const quietMs = 1_500;

/** The camera with a field to type a code into, for phones with and without a camera and for hand scanners. */
export function Scanner({ onCode, onClose, told }: Props) {
  const { t } = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<CameraState>("starting");
  const [typed, setTyped] = useState("");
  const tell = useRef(onCode);
  useEffect(() => {
    tell.current = onCode;
  }, [onCode]);

  useEffect(() => {
    const stopping = new AbortController();
    void watchCamera(video, stopping.signal, setCamera, (code) => tell.current(code));
    return () => stopping.abort();
  }, []);

  return (
    <section className={style.scanner} aria-label={t("scan.title")}>
      {camera === "starting" || camera === "watching" ? (
        <div className={style.frame}>
          <video ref={video} className={style.video} muted playsInline />
          <span className={style.aim} aria-hidden />
        </div>
      ) : (
        <p className={style.off}>{t(`scan.camera.${camera}`)}</p>
      )}
      <p role="status" className={style.told}>
        {told ?? (camera === "watching" ? t("scan.hold") : "")}
      </p>
      <form
        className={style.typed}
        onSubmit={(event) => {
          event.preventDefault();
          const code = typed.trim();
          if (code === "") return;
          setTyped("");
          onCode(code);
        }}
      >
        <label className={style.label}>
          {t("scan.type")}
          <input
            className={style.field}
            value={typed}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="go"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit" className={style.button}>
          {t("scan.find")}
        </button>
        <button type="button" className={style.button} onClick={onClose}>
          {t("scan.close")}
        </button>
      </form>
    </section>
  );
}

async function watchCamera(
  video: React.RefObject<HTMLVideoElement | null>,
  signal: AbortSignal,
  tellState: (state: CameraState) => void,
  tellCode: (code: string) => void,
): Promise<void> {
  // Browsers give a camera to pages over https, and on the machine itself.
  if (!isSecureContext) return tellState("insecure");
  if (navigator.mediaDevices === undefined) return tellState("off");
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
      audio: false,
    });
  } catch (fault) {
    if (!signal.aborted)
      tellState(fault instanceof DOMException && fault.name === "NotAllowedError" ? "denied" : "off");
    return;
  }
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  const shown = video.current;
  if (signal.aborted || shown === null) return stop();
  signal.addEventListener("abort", stop);
  shown.srcObject = stream;
  await shown.play().catch(() => undefined);
  if (signal.aborted) return;
  tellState("watching");

  const { readCode } = await import("./read-code.ts");
  const guard = createRepeatGuard(quietMs);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  while (!signal.aborted && pen !== null) {
    if (shown.videoWidth > 0) {
      canvas.width = shown.videoWidth;
      canvas.height = shown.videoHeight;
      pen.drawImage(shown, 0, 0);
      const code = await readCode(pen.getImageData(0, 0, canvas.width, canvas.height)).catch(() => null);
      if (code !== null && !signal.aborted && guard.isNews(code, performance.now())) tellCode(code);
    }
    await new Promise((done) => setTimeout(done, frameMs));
  }
}
