// Figures by reference in running text: <data value="budget.funding_total/kr"></data>; places of the document too, whose
// dialog is in prose-crossings.js. The text stores the reference only; the editor shows what it stands for now. What can be
// chosen stands in the page, in <details data-figures>.
import { Node } from "django-prose-editor/editor";
import { makeChoosable, narrow, searchField, walk } from "finsam/prose-choosing";
import { openDialog } from "finsam/prose-dialog";
import { given } from "finsam/prose-page";

const NOUNS = { one: "siffra", many: "siffror", none: "Ingen siffra heter så." };

// Whether a reference leads to a place of the document, as to:plans.outcome_flow:avesta does, and not to a figure.
export const isCrossing = (reference) => reference.startsWith("to:");

const missing = (reference) => (isCrossing(reference) ? "hänvisning saknas" : "siffra saknas");

const choices = new Map();

// What a reference shows now; undefined for one that is not known.
export const figureOf = (reference) => choices.get(reference);

// Takes in what each reference in a list of figures shows now: at first the page's own. A reference without form shows
// the figure's usual one, which is listed first.
export function figureChoices(list = document.querySelector("[data-figures]")) {
  for (const row of list?.querySelectorAll("[data-reference]") ?? []) {
    const figure = { label: row.dataset.label, shown: row.dataset.shown };
    choices.set(row.dataset.reference, figure);
    const formless = row.dataset.reference.split("/")[0];
    if (!choices.has(formless)) choices.set(formless, figure);
  }
}

export const FigureReference = Node.create({
  name: "figureReference",
  group: "inline",
  inline: true,
  atom: true,

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
    return figureOf(node.attrs.value)?.shown ?? `[${missing(node.attrs.value)}]`;
  },

  addNodeView() {
    return ({ node }) => {
      const found = figureOf(node.attrs.value);
      const absent = missing(node.attrs.value);
      const dom = document.createElement("data");
      dom.className = "figure-chip";
      dom.classList.toggle("is-missing", !found);
      dom.value = node.attrs.value;
      dom.textContent = found?.shown ?? absent;
      // An image to a screen reader: read whole, with what it is, and not letter by letter.
      dom.setAttribute("role", "img");
      dom.setAttribute("aria-label", found ? `${found.shown}, ${found.label}` : `${absent}: ${node.attrs.value}`);
      dom.title = found ? `${found.label} (${node.attrs.value})` : `${absent}: ${node.attrs.value}`;
      return { dom };
    };
  },
});

// Which year's figures are shown. Null when the page tells of no other.
function yearField(count) {
  const years = given("years").split(" ").filter(Boolean);
  if (years.length < 2) return null;
  const select = document.createElement("select");
  select.className = "form-select";
  select.id = `${count.id}_year`;
  for (const year of years) select.add(new Option(year, year, year === given("year"), year === given("year")));
  const label = document.createElement("label");
  label.className = "form-label";
  label.htmlFor = select.id;
  label.textContent = "År";
  const holder = document.createElement("div");
  holder.append(label, select);
  return { holder, select };
}

// The figures of another year, as a list; null when they cannot be had.
async function figuresOf(year) {
  try {
    const answer = await fetch(`${given("choices")}?ar=${year}`, { redirect: "manual", headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = document.createElement("template");
    page.innerHTML = await answer.text();
    return page.content.querySelector("[data-figures-body]");
  } catch {
    return null;
  }
}

// Copies the page's list into a dialog with a search field; null when the page has no list.
export function figureDialog(editor, signal) {
  const list = document.querySelector("[data-figures]");
  if (!list) return null;
  const choose = (value) => {
    dialog.close();
    editor.chain().insertContent({ type: "figureReference", attrs: { value } }).run();
  };
  const choosable = (found) => {
    figureChoices(found);
    return makeChoosable(found, choose);
  };
  const own = choosable(list.querySelector("[data-figures-body]").cloneNode(true));
  let body = own;
  const count = document.createElement("p");
  count.id = `${editor.view.dom.id}_figures`;
  count.className = "form-text";
  count.setAttribute("role", "status");
  const [label, search] = searchField(count, "Sök på vad siffran är eller vad den visar");
  const wanted = document.createElement("div");
  wanted.className = "figure-search";
  const words = document.createElement("div");
  words.append(label, search);
  wanted.append(words);
  const year = yearField(count);
  if (year) wanted.append(year.holder);
  const dialog = openDialog("Infoga siffra", [wanted, count, body], editor, signal);
  dialog.classList.add("editor-dialog-tall");

  const show = (other) => {
    body.replaceWith(other);
    body = other;
    narrow(body, search.value, count, NOUNS);
  };
  year?.select.addEventListener("change", async () => {
    const chosen = year.select.value;
    if (chosen === given("year")) {
      show(own);
      return;
    }
    count.textContent = `Hämtar siffrorna för ${chosen} …`;
    const found = await figuresOf(chosen);
    if (year.select.value !== chosen) return;
    if (found) show(choosable(found));
    else count.textContent = `Siffrorna för ${chosen} går inte att hämta just nu. Prova igen.`;
  });
  search.addEventListener("input", () => narrow(body, search.value, count, NOUNS));
  dialog.addEventListener("keydown", (event) => {
    if (event.target !== year?.select) walk(event, search, body);
  });
  list.hidden = true;
  return () => {
    search.value = "";
    narrow(body, "", count, NOUNS);
    dialog.showModal();
    search.focus();
    body.scrollTop = 0;
    return true;
  };
}
