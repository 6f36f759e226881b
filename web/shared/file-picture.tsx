import { type ReactNode, useState } from "react";
import { workspaceOfAddress } from "./call.ts";
import { knownRoute } from "./known-routes.ts";
import style from "./file-picture.module.css";

/** Where a file's bytes are: the thumbnail (400 px, pictures only) or all of it (pictures 2000 px). */
export function fileAddress(
  fileId: string,
  size: "thumbnail" | "full",
  workspace: string = workspaceOfAddress() ?? "",
): string {
  const [, path] = knownRoute(size === "full" ? "readFile" : "readThumbnail");
  return path
    .replace(":workspace", encodeURIComponent(workspace))
    .replace(":fileId", encodeURIComponent(fileId));
}

type Props = {
  readonly fileId: string;
  readonly size: "thumbnail" | "full";
  /** "" where the words beside it say the same. */
  readonly alt: string;
  readonly className?: string | undefined;
  readonly workspace?: string | undefined;
  /** What stands there when the picture can't be shown; a grey field with the words unless given. */
  readonly fallback?: ReactNode;
};

/** A picture that somebody has uploaded, fetched when it comes into view. */
export function Picture({ fileId, size, alt, className, workspace, fallback }: Props) {
  const [failed, setFailed] = useState<string>();
  if (failed === fileId) {
    return fallback === undefined ? (
      <span
        className={`${style.missing} ${className ?? ""}`}
        {...(alt === "" ? { "aria-hidden": true } : {})}
      >
        {alt}
      </span>
    ) : (
      <>{fallback}</>
    );
  }
  return (
    <img
      src={fileAddress(fileId, size, workspace)}
      alt={alt}
      className={className}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(fileId)}
    />
  );
}
