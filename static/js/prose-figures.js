// Figures by reference in running text: <data value="budget.funding_total/kr"></data>. The text stores the reference only;
// the editor shows what it stands for now. What can be chosen stands in the page, in <details data-figures>.
import { Node } from "django-prose-editor/editor";
import { openDialog } from "finsam/prose-dialog";

const MISSING = "siffra saknas";

// What each reference shows now, from the page's own list. A reference without form shows the figure's usual one, which
// is listed first.
export function figureChoices() {
  const choices = new Map();
  for (const row of document.querySelectorAll("[data-figures] [data-reference]")) {
    const figure = { label: row.dataset.label, shown: row.dataset.shown };
    choices.set(row.dataset.reference, figure);
    const formless = row.dataset.reference.split("/")[0];
    if (!choices.has(formless)) choices.set(formless, figure);
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

  renderText({ node }) {
    return this.options.choices.get(node.attrs.value)?.shown ?? `[${MISSING}]`;
  },

  addNodeView() {
    return ({ node }) => {
      const found = this.options.choices.get(node.attrs.value);
      const dom = document.createElement("data");
      dom.className = "figure-chip";
      dom.classList.toggle("is-missing", !found);
      dom.value = node.attrs.value;
      dom.textContent = found?.shown ?? MISSING;
      // An image to a screen reader: read whole, with what it is, and not letter by letter.
      dom.setAttribute("role", "img");
      dom.setAttribute("aria-label", found ? `${found.shown}, ${found.label}` : `${MISSING}: ${node.attrs.value}`);
      dom.title = found ? `${found.label} (${node.attrs.value})` : `${MISSING}: ${node.attrs.value}`;
      return { dom };
    };
  },
});

// As one searches: small letters, plain spaces, no spaces within numbers.
function folded(text) {
  return text.toLocaleLowerCase("sv").replace(/\s+/g, " ").replace(/(\d) (?=\d)/g, "$1");
}

function searchField(count) {
  const search = document.createElement("input");
  search.type = "text"; // Escape closes the dialog at once; in a "search" it would first empty the field
  search.className = "form-control";
  search.id = `${count.id}_search`;
  search.autocomplete = "off";
  search.setAttribute("aria-describedby", count.id);
  const label = document.createElement("label");
  label.className = "form-label";
  label.htmlFor = search.id;
  label.textContent = "Sök på vad siffran är eller vad den visar";
  return [label, search];
}

// Hides what does not match all the words, and says how much is left.
function narrow(body, wanted, count) {
  const words = folded(wanted).trim().split(" ");
  let left = 0;
  for (const group of body.querySelectorAll("[data-group]")) {
    const text = folded(group.dataset.search);
    group.hidden = !words.every((word) => text.includes(word));
    if (!group.hidden) left += 1;
  }
  count.textContent = left ? `${left} ${left === 1 ? "siffra" : "siffror"}` : "Ingen siffra heter så.";
}

// Down and up between the figures, sideways between the forms one figure can be shown in.
function walk(event, search, body) {
  const here = event.target.closest("button");
  const groups = [...body.querySelectorAll("[data-group]:not([hidden])")];
  const place = groups.findIndex((group) => group.contains(here));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const side = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
  if (step) {
    event.preventDefault();
    const target = groups[place + step]?.querySelector("button");
    (target ?? (step < 0 ? search : here ?? search)).focus();
  } else if (side && here) {
    event.preventDefault();
    here.parentElement[side]?.querySelector("button").focus();
  } else if (event.key === "Enter" && event.target === search) {
    event.preventDefault();
    groups[0]?.querySelector("button").click();
  }
}

// Copies the page's list into a dialog with a search field; null when the page has no list.
export function figureDialog(editor) {
  const list = document.querySelector("[data-figures]");
  if (!list) return null;
  const body = list.querySelector("[data-figures-body]").cloneNode(true);
  const count = document.createElement("p");
  count.id = `${editor.view.dom.id}_figures`;
  count.className = "form-text";
  count.setAttribute("role", "status");
  const [label, search] = searchField(count);
  const dialog = openDialog("Infoga siffra", [label, search, count, body], editor);
  dialog.classList.add("editor-dialog-tall");

  for (const row of body.querySelectorAll("[data-reference]")) {
    const choose = document.createElement("button");
    choose.type = "button";
    choose.className = "btn btn-sm btn-outline-secondary";
    choose.textContent = row.dataset.shown;
    choose.setAttribute("aria-label", `Infoga ${row.dataset.shown}, ${row.dataset.label}`);
    choose.addEventListener("click", () => {
      dialog.close();
      editor.chain().insertContent({ type: "figureReference", attrs: { value: row.dataset.reference } }).run();
    });
    row.replaceChildren(choose);
  }
  for (const group of body.querySelectorAll("[data-group]")) {
    group.dataset.search = `${group.dataset.group} ${group.textContent}`;
  }
  search.addEventListener("input", () => narrow(body, search.value, count));
  dialog.addEventListener("keydown", (event) => walk(event, search, body));
  list.hidden = true;
  return () => {
    search.value = "";
    narrow(body, "", count);
    dialog.showModal();
    search.focus();
    body.scrollTop = 0;
    return true;
  };
}
