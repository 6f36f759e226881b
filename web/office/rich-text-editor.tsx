import { ActionIcon, Button, FileButton, TextInput } from "@mantine/core";
import {
  IconBold,
  IconH2,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhotoPlus,
  IconUnderline,
} from "@tabler/icons-react";
import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { Refused } from "#web/shared/call.ts";
import { uploadFile } from "#web/shared/upload.ts";
import { documentOf, richTextOf } from "./rich-text-document.ts";
import { richTextExtensions } from "./rich-text-nodes.ts";
import { useTexts } from "./texts.ts";
import style from "./rich-text-editor.module.css";

export type RichTextProps = {
  readonly label: string;
  /** Read when the editor appears; what is typed goes out by `onChange`. */
  readonly value: RichText;
  readonly onChange: (value: RichText) => void;
  readonly editable: boolean;
  readonly error?: string | undefined;
};

/** Text with headings, lists, bold and pictures. */
export function RichTextEditor({ label, value, onChange, error }: RichTextProps) {
  const labelId = useId();
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  }, [onChange]);
  const pictures = usePictures();
  const editor = useEditor({
    extensions: richTextExtensions,
    content: documentOf(value),
    // A style element would be refused by the pages' Content-Security-Policy: the sheet has the rules.
    injectCSS: false,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": labelId },
      handlePaste: (_, event) => pictures.take([...(event.clipboardData?.files ?? [])]),
      handleDrop: (_, event) => pictures.take([...(event.dataTransfer?.files ?? [])]),
    },
    onUpdate: ({ editor: updated }) => tell.current(richTextOf(updated.getJSON())),
  });
  const { attach } = pictures;
  useEffect(() => attach(editor), [attach, editor]);
  return (
    <div className={style.frame}>
      <span id={labelId} className={style.label}>
        {label}
      </span>
      <div className={style.box} data-error={error !== undefined || undefined}>
        <Toolbar editor={editor} pictures={pictures} label={label} />
        <EditorContent editor={editor} className={style.page} />
        <PictureWords editor={editor} />
      </div>
      {(error ?? pictures.problem) !== undefined && (
        <p className={style.error} role="alert">
          {error ?? pictures.problem}
        </p>
      )}
    </div>
  );
}

type Pictures = ReturnType<typeof usePictures>;

/** Uploads what is picked, pasted or dropped, and puts it where the cursor stands. */
function usePictures() {
  const { refusal: wordRefusal } = useTexts();
  const editor = useRef<Editor>(null);
  const [refusal, setRefusal] = useState<Refused>();
  const [sending, setSending] = useState(0);
  const send = async (file: File): Promise<void> => {
    setSending((count) => count + 1);
    setRefusal(undefined);
    const answer = await uploadFile(file);
    setSending((count) => count - 1);
    if (!answer.ok) return setRefusal(answer.refusal);
    editor.current
      ?.chain()
      .focus()
      .insertContent({ type: "picture", attrs: { fileId: answer.value.fileId, alt: "" } })
      .run();
  };
  return {
    attach: useCallback((made: Editor) => {
      editor.current = made;
    }, []),
    sending: sending > 0,
    problem: refusal === undefined ? undefined : wordRefusal(refusal),
    /** Whether there was anything for it. */
    take: (files: readonly File[]): boolean => {
      const found = files.filter((file) => file.type.startsWith("image/"));
      for (const file of found) void send(file);
      return found.length > 0;
    },
  };
}

function Toolbar(props: { readonly editor: Editor; readonly pictures: Pictures; readonly label: string }) {
  const { editor, pictures, label } = props;
  const { t } = useTexts();
  const [linking, setLinking] = useState<string>();
  const address = useRef<HTMLInputElement>(null);
  const isLinking = linking !== undefined;
  useEffect(() => {
    if (isLinking) address.current?.focus();
  }, [isLinking]);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      underline: now.isActive("underline"),
      heading: now.isActive("heading"),
      bulletList: now.isActive("bulletList"),
      orderedList: now.isActive("orderedList"),
      link: now.isActive("link"),
      href: String(now.getAttributes("link")["href"] ?? ""),
    }),
  });
  const tool = (name: Tool, icon: ReactNode, run: () => void) => (
    <ActionIcon
      key={name}
      aria-label={t(`richText.${name}`)}
      aria-pressed={active[name]}
      variant={active[name] ? "light" : "subtle"}
      color={active[name] ? "teal" : "gray"}
      // The selection in the text stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      {icon}
    </ActionIcon>
  );
  const chain = () => editor.chain().focus();
  const link = (): void => {
    const typed = (linking ?? "").trim();
    const href = typed === "" || /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    if (href === "") chain().extendMarkRange("link").unsetLink().run();
    else chain().extendMarkRange("link").setLink({ href }).run();
    setLinking(undefined);
  };
  return (
    <div className={style.tools} role="toolbar" aria-label={t("richText.tools", { field: label })}>
      {tool("bold", <IconBold size={16} aria-hidden />, () => chain().toggleBold().run())}
      {tool("italic", <IconItalic size={16} aria-hidden />, () => chain().toggleItalic().run())}
      {tool("underline", <IconUnderline size={16} aria-hidden />, () => chain().toggleUnderline().run())}
      {tool("heading", <IconH2 size={16} aria-hidden />, () => chain().toggleHeading({ level: 2 }).run())}
      {tool("bulletList", <IconList size={16} aria-hidden />, () => chain().toggleBulletList().run())}
      {tool("orderedList", <IconListNumbers size={16} aria-hidden />, () =>
        chain().toggleOrderedList().run(),
      )}
      {tool("link", <IconLink size={16} aria-hidden />, () =>
        setLinking(linking === undefined ? active.href : undefined),
      )}
      <FileButton accept="image/*" multiple onChange={(files) => pictures.take(files)}>
        {(button) => (
          <ActionIcon {...button} aria-label={t("richText.picture")} loading={pictures.sending}>
            <IconPhotoPlus size={16} aria-hidden />
          </ActionIcon>
        )}
      </FileButton>
      {linking !== undefined && (
        <div className={style.link}>
          <TextInput
            size="xs"
            aria-label={t("richText.address")}
            placeholder="https://"
            ref={address}
            value={linking}
            onChange={(event) => setLinking(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setLinking(undefined);
              if (event.key !== "Enter") return;
              event.preventDefault();
              link();
            }}
          />
          <Button size="xs" variant="default" onClick={link}>
            {linking.trim() === "" ? t("richText.unlink") : t("richText.setLink")}
          </Button>
        </div>
      )}
    </div>
  );
}

type Tool = "bold" | "italic" | "underline" | "heading" | "bulletList" | "orderedList" | "link";

/** What a picture shows, for those who can't see it: asked while it is selected. */
function PictureWords({ editor }: { readonly editor: Editor }) {
  const { t } = useTexts();
  const alt = useEditorState({
    editor,
    selector: ({ editor: now }) =>
      now.isActive("picture") ? String(now.getAttributes("picture")["alt"] ?? "") : null,
  });
  if (alt === null) return null;
  return (
    <TextInput
      className={style.alt ?? ""}
      size="xs"
      label={t("richText.alt")}
      value={alt}
      maxLength={200}
      onChange={(event) => editor.commands.updateAttributes("picture", { alt: event.currentTarget.value })}
    />
  );
}
