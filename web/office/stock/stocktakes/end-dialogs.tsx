import { Radio } from "@mantine/core";
import { useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

type PostProps = {
  readonly stocktakeId: string;
  readonly left: number;
  readonly different: number;
  readonly value: string | null;
  readonly onClose: () => void;
};

/** Names what the posting will do before it is done: a posted stocktake is not taken back. */
export function PostDialog({ stocktakeId, left, different, value, onClose }: PostProps) {
  const { t } = useTexts();
  const post = useCommand("postStocktake");
  const [uncounted, setUncounted] = useState<"stay" | "none">("stay");
  const submit = async (): Promise<void> => {
    const answer = await post.run({ stocktakeId, uncounted }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("stocktake.done", { count: answer.value.adjusted }) });
    onClose();
  };
  return (
    <FormDialog
      title={t("stocktake.post")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("stocktake.post")}
      pending={post.pending}
      refusal={post.refusal}
    >
      <p>
        {value === null
          ? t("stocktake.postText", { count: different })
          : t("stocktake.postTextWorth", { count: different, value })}
      </p>
      {left > 0 && (
        <Radio.Group
          label={t("stocktake.uncounted", { count: left })}
          value={uncounted}
          onChange={(next) => setUncounted(next === "none" ? "none" : "stay")}
        >
          <Radio value="stay" label={t("stocktake.uncounted.stay")} mt="xs" />
          <Radio value="none" label={t("stocktake.uncounted.none")} mt="xs" />
        </Radio.Group>
      )}
    </FormDialog>
  );
}

export function CancelDialog({ stocktakeId, onClose }: Pick<PostProps, "stocktakeId" | "onClose">) {
  const { t } = useTexts();
  const cancel = useCommand("cancelStocktake");
  return (
    <FormDialog
      alarming
      title={t("stocktake.cancel")}
      onClose={onClose}
      onSubmit={() =>
        void cancel.run({ stocktakeId }, { inPlace: true }).then((answer) => answer.ok && onClose())
      }
      submitLabel={t("stocktake.cancel")}
      closeLabel={t("stocktake.goOn")}
      pending={cancel.pending}
      refusal={cancel.refusal}
    >
      <p>{t("stocktake.cancelText")}</p>
    </FormDialog>
  );
}
