import { Button } from "@mantine/core";
import { useTexts } from "../texts.ts";

/** The next page of a list; nothing at the end. */
export function MoreButton({
  more,
  pending,
}: {
  readonly more: (() => void) | null;
  readonly pending: boolean;
}) {
  const { t } = useTexts();
  if (more === null) return null;
  return (
    <div>
      <Button variant="default" loading={pending} onClick={more}>
        {t("list.more")}
      </Button>
    </div>
  );
}
