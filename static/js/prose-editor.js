// The editor of running text: turns <textarea data-prose-editor> into a page one can write on. What may stand in the text
// is what finsam/richtext.py lets through; the server cleans again whatever comes. Without scripts the text area stays.
//
// The editor takes over the text area's id, so that its label, its errors and the error summary lead here.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Extension,
  Gapcursor,
  HardBreak,
  Italic,
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  UndoRedo,
  wrappingInputRule,
} from "django-prose-editor/editor";
import { FigureReference, figureChoices, figureDialog } from "finsam/prose-figures";
import { toStorage } from "finsam/prose-html";
import { warnBeforeLeaving } from "finsam/prose-leave";
import { linkDialog } from "finsam/prose-link";
import { cleanPasted } from "finsam/prose-paste";
import { toolbar } from "finsam/prose-toolbar";

// A numbered list counts 1, 2, 3 and nothing else; the library's has kinds and starts, which a document does not.
const NumberedList = OrderedList.extend({
  addAttributes: () => ({}),
  addNodeView: null,
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })];
  },
});

const ColumnHeader = TableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: { default: "col", parseHTML: (element) => element.getAttribute("scope") || "col" },
    };
  },
});

// Tab walks the cells and leaves the table after the last: adding a row there, as is common, would hold the keyboard captive.
const PlainTable = Table.extend({
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: ({ editor }) => editor.commands.goToNextCell(),
      "Shift-Tab": ({ editor }) => editor.commands.goToPreviousCell(),
    };
  },
});

// What the keyboard does besides the library's own keys (Ctrl+B, Ctrl+Z and so on).
function keys(actions) {
  return Extension.create({
    name: "finsamKeys",
    priority: 1000,
    addKeyboardShortcuts() {
      return {
        "Mod-k": () => actions.editLink(),
        "Mod-.": () => actions.insertFigure?.(),
        "Mod-s": () => actions.save(),
        "Alt-F10": () => actions.toTools(),
        Enter: ({ editor }) => {
          if (editor.state.selection.node?.type.name !== "figureReference") return false;
          return actions.insertFigure?.() ?? false;
        },
      };
    },
  });
}

function extensions(choices, actions) {
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    BulletList,
    NumberedList,
    ListItem,
    Blockquote,
    Link.configure({ autolink: false, openOnClick: false, enableTarget: false }),
    PlainTable.configure({ resizable: false }),
    TableRow,
    TableCell,
    ColumnHeader,
    FigureReference.configure({ choices }),
    // A line to go on writing on after a table; it is not stored.
    TrailingNode.configure({ notAfter: ["paragraph", "bulletList", "orderedList", "blockquote"] }),
    UndoRedo,
    Dropcursor,
    Gapcursor,
    keys(actions),
  ];
}

function describe(surface, textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) {
    label.id ||= `${textarea.id}_label`;
    surface.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => surface.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid", "spellcheck"]) {
    if (textarea.hasAttribute(name)) surface.setAttribute(name, textarea.getAttribute(name));
  }
  surface.setAttribute("role", "textbox");
  surface.setAttribute("aria-multiline", "true");
  surface.lang = "sv";
  const id = textarea.id;
  textarea.id = `${id}_html`;
  surface.id = id;
}

function create(textarea, choices) {
  const hadFocus = document.activeElement === textarea;
  const frame = document.createElement("div");
  frame.className = "prose-editor";
  frame.classList.toggle("is-invalid", textarea.classList.contains("is-invalid"));
  textarea.before(frame);
  frame.append(textarea);
  textarea.hidden = true;

  // The keys are bound when the editor is made, the dialogs when it stands: what they do is filled in below.
  const actions = {
    save() {
      textarea.form?.requestSubmit();
      return true;
    },
    toTools() {
      frame.querySelector("[role=toolbar] [tabindex='0']").focus();
      return true;
    },
  };
  const editor = new Editor({
    element: frame,
    injectCSS: false, // editor.css holds the few rules; the security policy allows no others
    extensions: extensions(choices, actions),
    editorProps: { transformPastedHTML: cleanPasted },
    content: textarea.value,
    onUpdate: () => write(),
  });
  let stored = toStorage(editor.getHTML());
  let shown = textarea.value;
  const write = () => {
    const text = toStorage(editor.getHTML());
    if (text === stored) return; // the editor has only put itself in order
    stored = text;
    shown = textarea.value = text;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const surface = editor.view.dom;
  describe(surface, textarea);
  actions.insertFigure = figureDialog(editor);
  actions.editLink = linkDialog(editor);
  surface.addEventListener("finsam:fill", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }));
  // A browser that goes back fills in what was written after this script has run.
  window.addEventListener("pageshow", () => {
    if (textarea.value !== shown) editor.commands.setContent(textarea.value, { emitUpdate: true });
  });
  frame.prepend(toolbar(editor, actions));
  if (textarea.form) warnBeforeLeaving(textarea.form);
  if (hadFocus) editor.view.focus();
}

const choices = figureChoices();
for (const textarea of document.querySelectorAll("textarea[data-prose-editor]")) create(textarea, choices);
