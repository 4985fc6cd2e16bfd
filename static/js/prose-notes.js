// Footnotes in running text: <sup data-note="WORDS"></sup>. The number is made by machine where the text is read.
import { Node } from "django-prose-editor/editor";
import { openDialog } from "finsam/prose-dialog";
import { buttonRow, field } from "finsam/prose-fields";

const LONGEST = 1000;

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  marks: "",

  addAttributes() {
    return { words: { default: "", parseHTML: (element) => element.dataset.note ?? "" } };
  },

  parseHTML() {
    return [{ tag: "sup[data-note]" }];
  },

  renderHTML({ node }) {
    return ["sup", { "data-note": node.attrs.words }];
  },

  renderText({ node }) {
    return ` (${node.attrs.words})`;
  },

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("span");
      dom.className = "note-chip";
      dom.textContent = "not";
      dom.setAttribute("role", "img");
      dom.setAttribute("aria-label", `Fotnot: ${node.attrs.words}`);
      dom.title = node.attrs.words;
      return { dom };
    };
  },
});

const chosen = (editor) => {
  const { node } = editor.state.selection;
  return node?.type.name === "footnote" ? node : null;
};

export function noteDialog(editor, signal) {
  const words = field(`${editor.view.dom.id}_note`, {
    label: "Vad noten säger",
    help: "Numret sätts automatiskt. Skriv {document.year} där planens år ska stå.",
    rows: 4,
  });
  words.input.spellcheck = true;
  const store = () => {
    const text = words.input.value.trim().replace(/\s+/g, " ");
    const problem = !text
      ? "Skriv vad noten ska säga. Vill du inte ha någon not stänger du i stället."
      : text.length > LONGEST && `Noten är för lång: ${text.length} tecken, högst ${LONGEST}.`;
    words.refuse(problem || "");
    if (problem) {
      words.input.focus();
      return;
    }
    dialog.close();
    if (chosen(editor)) editor.chain().updateAttributes("footnote", { words: text }).run();
    else editor.chain().insertContent({ type: "footnote", attrs: { words: text } }).run();
  };
  const { row, button } = buttonRow("Infoga fotnoten", store);
  const dialog = openDialog("Fotnot", [words.holder, row], editor, signal);
  return () => {
    const node = chosen(editor);
    if (!node && !editor.state.selection.empty) editor.commands.setTextSelection(editor.state.selection.to);
    words.input.value = node?.attrs.words ?? "";
    words.refuse("");
    button.textContent = node ? "Spara fotnoten" : "Infoga fotnoten";
    dialog.showModal();
    words.input.focus();
    return true;
  };
}
