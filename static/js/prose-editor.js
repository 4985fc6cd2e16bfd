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
  Gapcursor,
  HardBreak,
  History,
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
} from "django-prose-editor/editor";
import { FigureReference, figureChoices, figureDialog } from "./prose-figures.js";
import { linkDialog } from "./prose-link.js";
import { toolbar } from "./prose-toolbar.js";

const ColumnHeader = TableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: { default: "col", parseHTML: (element) => element.getAttribute("scope") || "col" },
    };
  },
});

function extensions(choices) {
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    BulletList,
    OrderedList,
    ListItem,
    Blockquote,
    Link.configure({ autolink: false, openOnClick: false, enableTarget: false }),
    Table.configure({ resizable: false }),
    TableRow,
    TableCell,
    ColumnHeader,
    FigureReference.configure({ choices }),
    History,
    Dropcursor,
    Gapcursor,
  ];
}

function describe(surface, textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) {
    label.id ||= `${textarea.id}_label`;
    surface.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => surface.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
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
  const frame = document.createElement("div");
  frame.className = "prose-editor";
  frame.classList.toggle("is-invalid", textarea.classList.contains("is-invalid"));
  textarea.before(frame);
  frame.append(textarea);

  const editor = new Editor({
    element: frame,
    injectCSS: false, // editor.css holds the few rules; the security policy allows no others
    extensions: extensions(choices),
    content: textarea.value,
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const surface = editor.view.dom;
  describe(surface, textarea);
  surface.addEventListener("finsam:fill", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }));
  frame.prepend(toolbar(editor, { insertFigure: figureDialog(editor, frame), editLink: linkDialog(editor, frame) }));
}

const choices = figureChoices();
for (const textarea of document.querySelectorAll("textarea[data-prose-editor]")) create(textarea, choices);
