import { Button, Switch } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../command-palette/texts.ts";
import style from "./notices.module.css";

/** One's own: which kinds to be told of. Kinds that never come to one of these roles are not shown. */
export function NoticeSettings({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTexts();
  const { data, refusal, pending, refetch } = useRoute("showNoticeSettings", {});
  const set = useCommand("setNoticeSetting");
  return (
    <div className={style.settings}>
      <div>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={onBack}
        >
          {t("notice.back")}
        </Button>
      </div>
      <p className="soft">{t("notice.settingsText")}</p>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && <PageSkeleton lines={4} />}
      {data?.kinds.map(({ kind, told }) => (
        <Switch
          key={kind}
          label={t(`notice.kind.${kind}`)}
          checked={told}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            void set.run(
              { kind, told: wanted },
              {
                optimistic: (cache) =>
                  cache.change("showNoticeSettings", (shown) => ({
                    kinds: shown.kinds.map((each) => (each.kind === kind ? { ...each, told: wanted } : each)),
                  })),
              },
            );
          }}
        />
      ))}
    </div>
  );
}
