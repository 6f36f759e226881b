import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { SavedView } from "./saved-search.ts";

/** A view is given its name, and perhaps to all. */
export function AddDialog(props: {
  readonly search: SavedView["search"];
  readonly onClose: () => void;
  readonly onAdded: (viewId: string) => void;
}) {
  const { t } = useTexts();
  const add = useCommand("addSavedView");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const submit = async (): Promise<void> => {
    const answer = await add.run({ name, shared, search: props.search }, { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("savedView.added", { name: name.trim() }) });
    props.onAdded(answer.value.viewId);
  };
  return (
    <FormDialog
      title={t("savedView.addTitle")}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      pending={add.pending}
      refusal={add.refusal}
      disabled={name.trim() === ""}
    >
      <p className="soft">{t("savedView.addText")}</p>
      <TextInput
        label={t("savedView.name")}
        required
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(add.refusal, "name")}
      />
      <Checkbox
        label={t("savedView.shareField")}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

export function RenameDialog({ view, onClose }: { readonly view: SavedView; readonly onClose: () => void }) {
  const { t } = useTexts();
  const change = useCommand("changeSavedView");
  const [name, setName] = useState(view.name);
  const submit = async (): Promise<void> => {
    const answer = await change.run({ viewId: view.id, name }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("savedView.renameTitle", { name: view.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={name.trim() === "" || name.trim() === view.name}
    >
      <TextInput
        label={t("savedView.name")}
        required
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(change.refusal, "name")}
      />
    </FormDialog>
  );
}
