// Figures by reference in running text: <data value="budget.funding_total/kr"></data>. The text stores the reference only;
// the editor shows what it stands for now. What can be chosen stands in the page, in <details data-figures>.
import { Node } from "django-prose-editor/editor";
import { openDialog } from "./prose-dialog.js";

// What each reference shows now, from the page's own list.
export function figureChoices() {
  const choices = new Map();
  for (const row of document.querySelectorAll("[data-figures] [data-reference]")) {
    choices.set(row.dataset.reference, { label: row.dataset.label, shown: row.dataset.shown });
  }
  return choices;
}

export const FigureReference = Node.create({
  name: "figureReference",
  group: "inline",
  inline: true,
  atom: true,

  addOptions() {
    return { choices: new Map() };
  },

  addAttributes() {
    return { value: { default: "", parseHTML: (element) => element.getAttribute("value") ?? "" } };
  },

  parseHTML() {
    return [{ tag: "data" }];
  },

  renderHTML({ node }) {
    return ["data", { value: node.attrs.value }];
  },

  addNodeView() {
    return ({ node }) => {
      const found = this.options.choices.get(node.attrs.value);
      const dom = document.createElement("data");
      dom.className = "figure-chip";
      dom.value = node.attrs.value;
      dom.textContent = found?.shown ?? node.attrs.value;
      dom.title = found ? `${found.label} (${node.attrs.value})` : node.attrs.value;
      return { dom };
    };
  },
});

// Moves the page's list into a dialog with a search field; null when the page has no list.
export function figureDialog(editor, frame) {
  const list = document.querySelector("[data-figures]");
  if (!list) return null;
  const body = list.querySelector("[data-figures-body]").cloneNode(true);
  const search = document.createElement("input");
  search.type = "search";
  search.className = "form-control";
  search.setAttribute("aria-label", "Sök bland siffrorna");
  search.placeholder = "Sök";
  const nothing = document.createElement("p");
  nothing.textContent = "Ingen siffra heter så.";
  nothing.setAttribute("role", "status");
  nothing.hidden = true;

  const narrow = () => {
    const wanted = search.value.trim().toLocaleLowerCase("sv");
    let left = 0;
    for (const group of body.querySelectorAll("[data-group]")) {
      group.hidden = !group.dataset.group.toLocaleLowerCase("sv").includes(wanted);
      if (!group.hidden) left += 1;
    }
    nothing.hidden = left > 0;
  };
  search.addEventListener("input", narrow);

  const dialog = openDialog(frame, "Infoga siffra", [search, nothing, body], editor);
  for (const row of body.querySelectorAll("[data-reference]")) {
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "btn btn-sm btn-outline-secondary";
    choose.textContent = row.dataset.shown;
    choose.setAttribute("aria-label", `Infoga ${row.dataset.label}: ${row.dataset.shown}`);
    choose.addEventListener("click", () => {
      dialog.close();
      editor.chain().focus().insertContent({ type: "figureReference", attrs: { value: row.dataset.reference } }).run();
    });
    row.replaceChildren(choose);
  }
  list.hidden = true;
  return () => {
    search.value = "";
    narrow();
    dialog.showModal();
    search.focus();
  };
}
