// The text as it is stored: what the editor writes, without what only the editor needs.

// Exactly one paragraph, first, with at most lists after it: the paragraph adds nothing.
function unwrapOnlyParagraph(cell) {
  const paragraphs = [...cell.children].filter((child) => child.localName === "p");
  if (paragraphs.length === 1 && cell.firstElementChild === paragraphs[0]) {
    paragraphs[0].replaceWith(...paragraphs[0].childNodes);
  }
}

// Rows of nothing but headings, at the top, are the table's head, which paper repeats on every page.
function markHead(table) {
  const rows = [...table.rows];
  const body = rows.findIndex((row) => [...row.cells].some((cell) => cell.localName === "td"));
  if (body < 1 || table.tHead) return;
  table.createTHead().append(...rows.slice(0, body));
}

// The empty lines one may have left, or been given to go on writing on, at the end.
function dropEmptyEnd(content) {
  for (let last = content.lastElementChild; last?.localName === "p" && !last.childNodes.length; ) {
    last.remove();
    last = content.lastElementChild;
  }
}

export function toStorage(html) {
  const page = document.createElement("template");
  page.innerHTML = html;
  dropEmptyEnd(page.content);
  for (const cell of page.content.querySelectorAll("li, td, th")) unwrapOnlyParagraph(cell);
  for (const cell of page.content.querySelectorAll("td, th")) {
    for (const name of ["colspan", "rowspan"]) if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
  }
  for (const table of page.content.querySelectorAll("table")) markHead(table);
  for (const head of page.content.querySelectorAll("th")) {
    const heads = head.closest("thead") ? "col" : "row";
    if (!/group$/.test(head.scope)) head.scope = heads; // of several columns or rows it has been said on purpose
  }
  for (const caption of page.content.querySelectorAll("caption")) caption.removeAttribute("contenteditable");
  for (const element of page.content.querySelectorAll("[style]")) element.removeAttribute("style");
  return page.innerHTML;
}
