// Simple tables in running text: rows and columns, a head above or beside, and a line that says what the table shows.
import { Table, TableHeader } from "django-prose-editor/editor";
import { openDialog } from "finsam/prose-dialog";
import { buttonRow, field } from "finsam/prose-fields";

// What a heading heads is worked out from where it stands (prose-html.js); of several columns or rows it is said.
export const ColumnHeader = TableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: { default: null, parseHTML: (element) => element.getAttribute("scope") },
    };
  },
});

// Tab walks the cells and leaves the table after the last: adding a row there, as is common, would hold the keyboard captive.
export const PlainTable = Table.extend({
  addNodeView: null, // the library's own shows no caption

  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.querySelector("caption")?.textContent.trim() ?? "",
        renderHTML: () => ({}),
      },
    };
  },

  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }];
  },

  renderHTML({ node }) {
    const { caption } = node.attrs;
    return ["table", {}, ...(caption ? [["caption", { contenteditable: "false" }, caption]] : []), ["tbody", 0]];
  },

  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: ({ editor }) => editor.commands.goToNextCell(),
      "Shift-Tab": ({ editor }) => editor.commands.goToPreviousCell(),
    };
  },
});

export function captionDialog(editor, signal) {
  const words = field(`${editor.view.dom.id}_caption`, {
    label: "Vad tabellen visar",
    help: "Står ovanför tabellen. Lämna tomt för ingen rubrik.",
  });
  const store = () => {
    dialog.close();
    editor.chain().updateAttributes("table", { caption: words.input.value.trim().replace(/\s+/g, " ") }).run();
  };
  const { row } = buttonRow("Spara tabellrubriken", store);
  const dialog = openDialog("Tabellrubrik", [words.holder, row], editor, signal);
  words.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    store();
  });
  return () => {
    words.input.value = editor.getAttributes("table").caption ?? "";
    dialog.showModal();
    words.input.focus();
    return true;
  };
}
