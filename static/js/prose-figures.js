// Figures by reference in running text: <data value="budget.funding_total/kr"></data>. The text stores the reference only;
// the editor shows what it stands for now. What can be chosen stands in the page, in <details data-figures>.
import { Node } from "django-prose-editor/editor";
import { openDialog } from "finsam/prose-dialog";
import { given } from "finsam/prose-page";

const MISSING = "siffra saknas";

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
    return figureOf(node.attrs.value)?.shown ?? `[${MISSING}]`;
  },

  addNodeView() {
    return ({ node }) => {
      const found = figureOf(node.attrs.value);
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

// Makes a list of figures one to choose from.
function makeChoosable(body, choose) {
  figureChoices(body);
  for (const row of body.querySelectorAll("[data-reference]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = row.dataset.shown;
    button.setAttribute("aria-label", `Infoga ${row.dataset.shown}, ${row.dataset.label}`);
    button.addEventListener("click", () => choose(row.dataset.reference));
    row.replaceChildren(button);
  }
  for (const group of body.querySelectorAll("[data-group]")) {
    group.dataset.search = `${group.dataset.group} ${group.textContent}`;
  }
  return body;
}

// Copies the page's list into a dialog with a search field; null when the page has no list.
export function figureDialog(editor, signal) {
  const list = document.querySelector("[data-figures]");
  if (!list) return null;
  const choose = (value) => {
    dialog.close();
    editor.chain().insertContent({ type: "figureReference", attrs: { value } }).run();
  };
  const own = makeChoosable(list.querySelector("[data-figures-body]").cloneNode(true), choose);
  let body = own;
  const count = document.createElement("p");
  count.id = `${editor.view.dom.id}_figures`;
  count.className = "form-text";
  count.setAttribute("role", "status");
  const [label, search] = searchField(count);
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
    narrow(body, search.value, count);
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
    if (found) show(makeChoosable(found, choose));
    else count.textContent = `Siffrorna för ${chosen} går inte att hämta just nu. Prova igen.`;
  });
  search.addEventListener("input", () => narrow(body, search.value, count));
  dialog.addEventListener("keydown", (event) => {
    if (event.target !== year?.select) walk(event, search, body);
  });
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
