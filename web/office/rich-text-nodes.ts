import { Node } from "@tiptap/core";
import { ListItem } from "@tiptap/extension-list";
import StarterKit from "@tiptap/starter-kit";
import { fileAddress } from "#web/shared/file-picture.tsx";

/** An uploaded picture, by its file's id alone: its address is the workspace's. */
const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    fileId: {
      default: "",
      parseHTML: (element: HTMLElement) => element.dataset["fileId"] ?? "",
      renderHTML: ({ fileId }: Record<string, unknown>) => ({
        "data-file-id": fileId,
        src: fileAddress(String(fileId), "full"),
      }),
    },
    alt: { default: "" },
  }),
  // Pictures of other pages, pasted with their text, have no such id and stay outside.
  parseHTML: () => [{ tag: "img[data-file-id]" }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});

/** What the contract knows (modules/templates/contract/rich-text.ts), and nothing else of the kit. */
export const richTextExtensions = [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    listItem: false,
    heading: { levels: [1, 2, 3] },
    link: { openOnClick: false, defaultProtocol: "https" },
  }),
  // Lists inside of lists are more than a floor's card shows.
  ListItem.extend({ content: "paragraph+" }),
  Picture,
];
