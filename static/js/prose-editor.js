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
  Heading,
  Italic,
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  TableCell,
  TableRow,
  Text,
  TrailingNode,
  UndoRedo,
  wrappingInputRule,
} from "django-prose-editor/editor";
import { aboutLine } from "finsam/prose-about";
import { crossingDialog } from "finsam/prose-crossings";
import { FigureReference, figureChoices, figureDialog, isCrossing } from "finsam/prose-figures";
import { toStorage } from "finsam/prose-html";
import { warnBeforeLeaving } from "finsam/prose-leave";
import { linkDialog } from "finsam/prose-link";
import { Footnote, noteDialog } from "finsam/prose-notes";
import { cleanPasted } from "finsam/prose-paste";
import { Picture, pictureDialog, picturesIn } from "finsam/prose-pictures";
import { ColumnHeader, PlainTable, captionDialog } from "finsam/prose-table";
import { toolbar } from "finsam/prose-toolbar";

// A numbered list counts 1, 2, 3 and nothing else; the library's has kinds and starts, which a document does not.
const NumberedList = OrderedList.extend({
  addAttributes: () => ({}),
  addNodeView: null,
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })];
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
        "Mod-Alt-r": () => actions.insertCrossing?.(),
        "Mod-Shift-f": () => actions.insertNote(),
        "Mod-s": () => actions.save(),
        "Alt-F10": () => actions.toTools(),
        Enter: ({ editor }) => {
          const { node } = editor.state.selection;
          const reference = isCrossing(node?.attrs.value ?? "") ? "insertCrossing" : "insertFigure";
          const opens = { figureReference: reference, footnote: "insertNote", picture: "insertPicture" };
          return actions[opens[node?.type.name]]?.() ?? false;
        },
      };
    },
  });
}

function extensions(actions) {
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Heading.configure({ levels: [3, 4] }),
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
    FigureReference,
    Footnote,
    Picture,
    // A line to go on writing on after a table; it is not stored.
    TrailingNode.configure({ notAfter: ["paragraph", "heading", "bulletList", "orderedList", "blockquote"] }),
    UndoRedo,
    Dropcursor,
    Gapcursor,
    keys(actions),
  ];
}

// The surface takes over what the text area says of itself: its id, so that its label, its errors and the error summary
// lead here, and where a text area without a label has a name of its own, that name.
function describe(surface, textarea, signal) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) {
    label.id ||= `${textarea.id}_label`;
    surface.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => surface.focus(), { signal });
  }
  for (const name of ["aria-label", "aria-describedby", "aria-invalid", "spellcheck"]) {
    if (textarea.hasAttribute(name)) surface.setAttribute(name, textarea.getAttribute(name));
  }
  surface.setAttribute("role", "textbox");
  surface.setAttribute("aria-multiline", "true");
  surface.lang = "sv";
  const id = textarea.id;
  textarea.id = `${id}_html`;
  surface.id = id;
  return id;
}

function create(textarea) {
  const hadFocus = document.activeElement === textarea;
  const ending = new AbortController();
  const { signal } = ending;
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
  const takePicture = (data) => {
    const files = picturesIn(data);
    return Boolean(files && actions.insertPicture?.(files));
  };
  figureChoices();
  const editor = new Editor({
    element: frame,
    injectCSS: false, // editor.css holds the few rules; the security policy allows no others
    extensions: extensions(actions),
    editorProps: {
      transformPastedHTML: (html) => cleanPasted(html, (text) => about.tell(text)),
      handlePaste: (_view, event) => takePicture(event.clipboardData),
      handleDrop: (_view, event) => takePicture(event.dataTransfer),
    },
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
  const id = describe(surface, textarea, signal);
  actions.insertFigure = figureDialog(editor, signal);
  actions.insertCrossing = crossingDialog(editor, signal);
  actions.editLink = linkDialog(editor, signal);
  actions.insertNote = noteDialog(editor, signal);
  actions.insertPicture = pictureDialog(editor, signal);
  actions.editCaption = captionDialog(editor, signal);
  const about = aboutLine(editor, actions);
  surface.addEventListener("finsam:fill", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }));
  // A browser that goes back fills in what was written after this script has run.
  const refill = () => {
    if (textarea.value !== shown) editor.commands.setContent(textarea.value, { emitUpdate: true });
  };
  window.addEventListener("pageshow", refill, { signal });
  frame.prepend(toolbar(editor, actions));
  frame.append(about.line);
  if (textarea.form && !("proseStays" in textarea.dataset)) warnBeforeLeaving(textarea.form);
  if (hadFocus) editor.view.focus();

  const close = () => {
    ending.abort();
    editor.destroy();
    frame.before(textarea);
    frame.remove();
    textarea.id = id;
    textarea.hidden = false;
  };
  return { editor, surface, close };
}

const opened = new WeakMap();

// Makes a text area an editor, once: gives { editor, surface, close }. What is written stands in the text area at every
// moment, as it is to be stored, and each change is an "input" event there. `data-prose-stays` on the text area leaves
// the question before one leaves the page to whoever opened it.
export function openProse(textarea) {
  if (!opened.has(textarea)) opened.set(textarea, create(textarea));
  return opened.get(textarea);
}

// Makes it a text area again, with the text in it.
export function closeProse(textarea) {
  opened.get(textarea)?.close();
  opened.delete(textarea);
}

for (const textarea of document.querySelectorAll("textarea[data-prose-editor]")) openProse(textarea);
