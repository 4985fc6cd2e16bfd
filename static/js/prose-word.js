// What is pasted from Word, put in order: what only looks like a list, a note, a caption or a heading's number becomes one
// or goes. The same as finsam/word.py does for what comes as HTML by another way; one specification holds both.

const MARKED = /<[a-z][^<>]*(?:\bmso-|\bclass=["']?Mso)/i;
const PLACE = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const NUMBERED = /^\s*(?:\d+|[a-z])[.)]/i;
const TYPED_LABEL = /^\s*Tabell\s*\d+\s*[.:–-]?\s*/i;
const NOTE_REFERENCE = /^#_(ftn|edn)(\d+)$/;
const NOTE_RETURN = /^#_(ftn|edn)ref(\d+)$/;
const HIDDEN_STYLE =
  /mso-element:\s*(?:field-\w+|comment-list|comment)|mso-comment-(?:reference|continuation)|mso-hide:\s*all|display:\s*none|page-break-before:\s*always/i;
const HIDDEN_CLASS = /MsoToc\d|MsoCommentReference|msoDel/i;
const KEPT = new Set(
  "p ul ol li h1 h2 h3 h4 h5 h6 table caption thead tbody tr td th blockquote strong em a br data sup img".split(" "),
);
const ATTRIBUTES = new Set("href value data-note data-picture alt colspan rowspan scope".split(" "));

const style = (element) => element.dataset.style ?? ""; // see prose-paste.js
const className = (element) => element.getAttribute("class") ?? "";
const inLine = (text) => text.trim().replace(/\s+/g, " ");

export const isFromWord = (html) => MARKED.test(html);

function dropHidden(body) {
  const comments = document.createNodeIterator(body, NodeFilter.SHOW_COMMENT);
  for (let each = comments.nextNode(); each; each = comments.nextNode()) each.remove();
  for (const each of body.querySelectorAll("style, script, del, title, meta, link, xml, object, hr")) each.remove();
  for (const each of body.querySelectorAll("*")) {
    if (HIDDEN_STYLE.test(style(each)) || HIDDEN_CLASS.test(className(each))) each.remove();
  }
}

// A reference becomes a note with its words, and the list of notes at the end goes.
function setNotes(body) {
  const notes = new Map();
  for (const back of [...body.querySelectorAll("a[href]")]) {
    const found = NOTE_RETURN.exec(back.getAttribute("href"));
    const holder = found && back.closest("p, div");
    if (!holder) continue;
    const key = found[1] + found[2];
    const note = [...body.querySelectorAll("div")].find((each) => each.id === key) ?? holder;
    back.remove();
    notes.set(key, inLine(note.textContent));
    note.remove();
  }
  for (const each of [...body.querySelectorAll("a[href]")]) {
    const found = NOTE_REFERENCE.exec(each.getAttribute("href"));
    if (!found) continue;
    const words = notes.get(found[1] + found[2]);
    if (words) {
      const note = document.createElement("sup");
      note.dataset.note = words;
      each.replaceWith(note);
    } else each.remove();
  }
  for (const each of body.querySelectorAll("div")) if (/mso-element:\s*(foot|end)note-list/i.test(style(each))) each.remove();
}

// The bullet or number that Word types before the words.
function takeMarker(element) {
  let marker = "";
  for (const span of element.querySelectorAll("span")) {
    if (!/mso-list/i.test(style(span))) continue;
    marker += span.textContent;
    span.remove();
  }
  return marker;
}

function gatherLists(body) {
  let open = []; // { element, name, depth }, outermost first
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const place = PLACE.exec(style(paragraph));
    if (open.length && open[0].element.nextElementSibling !== paragraph) open = [];
    if (!place) {
      open = [];
      continue;
    }
    const [, name] = place;
    const depth = Number(place[2]);
    const kind = NUMBERED.test(takeMarker(paragraph)) ? "ol" : "ul";
    while (open.length && open.at(-1).depth >= depth && (open.at(-1).depth !== depth || open.at(-1).name !== name)) open.pop();
    if (!open.length || open.at(-1).depth < depth) {
      const element = document.createElement(kind);
      const above = open.at(-1)?.element.lastElementChild;
      if (above) above.append(element);
      else paragraph.before(element);
      open.push({ element, name, depth });
    }
    const point = document.createElement("li");
    point.append(...paragraph.childNodes);
    open.at(-1).element.append(point);
    paragraph.remove();
  }
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) takeMarker(heading);
}

function tidyTables(body) {
  for (const table of body.querySelectorAll("table")) {
    const line = table.previousElementSibling;
    if (line && className(line).includes("MsoCaption")) {
      table.createCaption().textContent = inLine(line.textContent).replace(TYPED_LABEL, "");
      line.remove();
    }
    if (table.rows.length < 2 || table.querySelector("th")) continue;
    for (const cell of [...table.rows[0].cells]) {
      const head = document.createElement("th");
      for (const name of ["colspan", "rowspan"]) if (cell.hasAttribute(name)) head.setAttribute(name, cell.getAttribute(name));
      head.scope = "col";
      head.append(...cell.childNodes);
      cell.replaceWith(head);
    }
    for (const strong of table.rows[0].querySelectorAll("b, strong")) strong.replaceWith(...strong.childNodes);
  }
}

function rename(element, name) {
  const other = document.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

// Marks by their meaning, quotations as such, and nothing that only says how something looks.
function unwrap(body) {
  for (const each of body.querySelectorAll("p")) {
    if (!className(each).includes("Quote")) continue;
    const quotation = document.createElement("blockquote");
    each.replaceWith(quotation);
    quotation.append(each);
  }
  for (const each of [...body.querySelectorAll("*")].reverse()) {
    const name = each.localName;
    if (name === "b" || name === "i") rename(each, name === "b" ? "strong" : "em");
    else if (/mso-(?:spacerun|tab-count)/i.test(style(each))) each.replaceWith(" ");
    else if (!KEPT.has(name) || (name === "a" && !/^[^#]/.test(each.getAttribute("href") ?? ""))) each.replaceWith(...each.childNodes);
    else for (const { name: attribute } of [...each.attributes]) if (!ATTRIBUTES.has(attribute)) each.removeAttribute(attribute);
  }
  for (const each of body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) strong")) each.replaceWith(...each.childNodes);
  for (const each of body.querySelectorAll(":scope > br")) each.remove();
}

// No space at the ends of a line: Word fills them with ones that do not break.
function trim(element, side) {
  for (let edge = element[side]; edge; edge = element[side]) {
    if (edge.nodeType === Node.TEXT_NODE) {
      edge.data = side === "firstChild" ? edge.data.trimStart() : edge.data.trimEnd();
      if (edge.data) return;
      edge.remove();
    } else if (edge.localName === "br") edge.remove();
    else {
      if (["strong", "em", "a"].includes(edge.localName)) trim(edge, side);
      return;
    }
  }
}

export function inOrder(body) {
  dropHidden(body);
  setNotes(body);
  gatherLists(body);
  tidyTables(body);
  unwrap(body);
  body.normalize();
  for (const each of body.querySelectorAll("p, li, td, th, caption, h1, h2, h3, h4, h5, h6")) {
    trim(each, "firstChild");
    trim(each, "lastChild");
  }
}
