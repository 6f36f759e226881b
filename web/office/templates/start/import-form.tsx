import { Button, FileButton, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { call, faultAt, type Refused } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { ItemPicker } from "../../pickers/item-picker.tsx";
import { useTexts } from "../texts.ts";
import { wantsTemplate } from "./empty-template-form.tsx";
import { ReferencePicker } from "./reference-picker.tsx";
import style from "./start.module.css";

type TemplateFile = RequestOf<"importTemplate">["file"];
type Checked = OutputOf<"checkTemplateFile">;
type Props = { readonly onBack: () => void; readonly onMade: (templateId: string) => void };

const mostBytes = 2_000_000;

/** A file, the product that it is for, and for each name that is unknown here the thing that is meant. */
export function ImportForm({ onBack, onMade }: Props) {
  const { t, list } = useTexts();
  const add = useCommand("importTemplate");
  const [file, setFile] = useState<TemplateFile>();
  const [fileName, setFileName] = useState("");
  const [itemId, setItemId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [checked, setChecked] = useState<Checked>();
  const [refusal, setRefusal] = useState<Refused>();
  const [mapped, setMapped] = useState<Readonly<Record<string, string>>>({});

  const check = async (next: TemplateFile | undefined, product: string | null): Promise<void> => {
    setChecked(undefined);
    setMapped({});
    add.forget();
    if (next === undefined || product === null) return;
    const answer = await call("checkTemplateFile", { itemId: product, file: next });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok) setChecked(answer.value);
  };
  const read = async (picked: File | null): Promise<void> => {
    if (picked === null) return;
    setFileName(picked.name);
    const parsed = picked.size > mostBytes ? undefined : parse(await picked.text());
    setFile(parsed);
    setName(parsed?.name ?? "");
    setRefusal(
      parsed === undefined ? { code: "template_file_form", message: t("template.notATemplate") } : undefined,
    );
    await check(parsed, itemId);
  };
  const open = (checked?.missing ?? []).filter(({ key }) => mapped[key] === undefined);
  const submit = async (): Promise<void> => {
    if (file === undefined || itemId === null) return;
    const answer = await add.run(
      { itemId, name, file, mapped: Object.entries(mapped).map(([key, id]) => ({ key, id })) },
      { inPlace: true },
    );
    if (answer.ok) onMade(answer.value.templateId);
  };
  return (
    <form
      className={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!add.pending) void submit();
      }}
    >
      <p className="soft">{t("template.fromFileHint")}</p>
      <div className={style.file}>
        <FileButton accept="application/json,.json" onChange={(picked) => void read(picked)}>
          {(button) => (
            <Button {...button} variant="default">
              {t("template.chooseFile")}
            </Button>
          )}
        </FileButton>
        <span>{fileName}</span>
      </div>
      <ItemPicker
        label={t("template.forProduct")}
        description={
          file === undefined
            ? t("template.productHint")
            : t("template.fileMakes", { product: file.product.name })
        }
        placeholder={t("dealLine.variantHint")}
        required
        comboboxProps={{ withinPortal: false }}
        fits={wantsTemplate}
        value={itemId}
        onChange={(item) => {
          setItemId(item?.id ?? null);
          void check(file, item?.id ?? null);
        }}
        error={faultAt(add.refusal, "itemId")}
      />
      {file !== undefined && (
        <TextInput
          label={t("template.name")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faultAt(add.refusal, "name")}
        />
      )}
      {checked !== undefined && (
        <>
          <p className="soft">{t("template.fileStages", { stages: list(checked.stageNames) })}</p>
          {checked.missing.length > 0 && (
            <p>{t("template.fileMissing", { count: checked.missing.length })}</p>
          )}
          {checked.missing.map((reference) => (
            <ReferencePicker
              key={reference.key}
              reference={reference}
              itemId={itemId}
              value={mapped[reference.key] ?? null}
              onChange={(id) => setMapped((before) => ({ ...before, [reference.key]: id }))}
            />
          ))}
        </>
      )}
      <RefusalNotice refusal={add.refusal ?? refusal} />
      <div className={style.buttons}>
        <Button variant="default" onClick={onBack}>
          {t("template.otherWay")}
        </Button>
        <Button
          type="submit"
          loading={add.pending}
          disabled={checked === undefined || open.length > 0 || name.trim() === ""}
        >
          {t("template.import")}
        </Button>
      </div>
    </form>
  );
}

/** As far as this page reads it; the server looks at all of it. */
function parse(text: string): TemplateFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const file = value as Partial<TemplateFile>;
    const named = typeof file.name === "string" && typeof file.product?.name === "string";
    return file.format === "treadle-template" && named ? (value as TemplateFile) : undefined;
  } catch {
    return undefined;
  }
}
