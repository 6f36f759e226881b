import { Button, Modal } from "@mantine/core";
import { IconFileImport, IconPlaylistAdd, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { EmptyTemplateForm } from "./empty-template-form.tsx";
import { ImportForm } from "./import-form.tsx";
import style from "./start.module.css";

type Props = {
  /** The product that a template is wanted for, where it was chosen before. */
  readonly itemId: string | null;
  readonly onClose: () => void;
  readonly onMade: (templateId: string) => void;
};
type Way = "choose" | "empty" | "file";
type Ready = OutputOf<"listReadyTemplates">["rows"][number];

/** Where a new template comes from: a trade's ready one, nothing at all, or a file of another workspace. */
export function NewTemplateDialog({ itemId, onClose, onMade }: Props) {
  const { t } = useTexts();
  const [way, setWay] = useState<Way>(itemId === null ? "choose" : "empty");
  const titles: Record<Way, string> = {
    choose: t("template.new"),
    empty: t("template.fromEmpty"),
    file: t("template.fromFile"),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={way === "choose" ? "46rem" : "34rem"}
      title={titles[way]}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {way === "choose" && <Choice onWay={setWay} onMade={onMade} />}
      {way === "empty" && (
        <EmptyTemplateForm itemId={itemId} onBack={() => setWay("choose")} onMade={onMade} />
      )}
      {way === "file" && <ImportForm onBack={() => setWay("choose")} onMade={onMade} />}
    </Modal>
  );
}

function Choice(props: { readonly onWay: (way: Way) => void; readonly onMade: Props["onMade"] }) {
  const { onWay, onMade } = props;
  const { t, list } = useTexts();
  const { can } = useSession();
  const ready = useRoute("listReadyTemplates", {});
  const add = useCommand("addReadyTemplate");
  const take = async ({ trade }: Ready): Promise<void> => {
    const answer = await add.run({ trade }, { inPlace: true });
    if (!answer.ok) return;
    const { templateId, openTrades } = answer.value;
    onMade(templateId);
    if (openTrades.length > 0) {
      notify({ tone: "note", text: t("template.tradesAsked", { trades: list(openTrades) }) });
    }
  };
  return (
    <div className={style.choice}>
      <div className={style.ways}>
        <Button
          variant="default"
          leftSection={<IconPlaylistAdd size={18} aria-hidden />}
          onClick={() => onWay("empty")}
        >
          {t("template.fromEmpty")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileImport size={18} aria-hidden />}
          onClick={() => onWay("file")}
        >
          {t("template.fromFile")}
        </Button>
      </div>
      <div>
        <h3 className={style.title}>
          <IconSparkles size={18} aria-hidden /> {t("template.fromReady")}
        </h3>
        <p className="soft">{t("template.fromReadyHint")}</p>
      </div>
      <RefusalNotice refusal={add.refusal ?? ready.refusal} />
      {ready.pending && ready.refusal === undefined && <PageSkeleton lines={4} />}
      <ul className={style.cards}>
        {ready.data?.rows.map((one) => (
          <li key={one.trade} className={style.card}>
            <h4 className={style.name}>{t(`template.ready.${one.trade}`)}</h4>
            <p>{one.product}</p>
            <p className="soft">{one.stageNames.join(" → ")}</p>
            <p className="soft">
              {[
                t(`template.batch.${one.batchMode}`),
                t("template.normCount", { count: one.materials.length }),
              ].join(" · ")}
            </p>
            {one.missingTrades.length > 0 && !can("trade.manage") && (
              <p className="soft">
                {t("template.readyLacks", {
                  count: one.missingTrades.length,
                  trades: list(one.missingTrades),
                })}
              </p>
            )}
            <Button
              size="xs"
              variant="light"
              aria-label={t("template.takeReady", { trade: t(`template.ready.${one.trade}`) })}
              loading={add.pending}
              onClick={() => void take(one)}
            >
              {t("template.startFromThis")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
