import { fileAddress, Picture } from "#web/shared/file-picture.tsx";
import { useTexts } from "./texts.ts";
import style from "./photos.module.css";

/** Photos as thumbnails; each opens at its full size beside what one is doing. */
export function Photos({
  photoIds,
  label,
}: {
  readonly photoIds: readonly string[];
  readonly label: string;
}) {
  const { t } = useTexts();
  if (photoIds.length === 0) return null;
  return (
    <ul className={style.photos} aria-label={label}>
      {photoIds.map((fileId, index) => {
        const alt = t("run.photoNumber", { label, number: index + 1, count: photoIds.length });
        return (
          <li key={fileId}>
            <a href={fileAddress(fileId, "full")} target="_blank" rel="noreferrer">
              <Picture fileId={fileId} size="thumbnail" alt={alt} className={style.photo} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
