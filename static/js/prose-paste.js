// What is pasted from Word or the web, before the editor's own rules drop what a text may not hold: Word's lists, which
// are paragraphs in disguise, become lists, headings become bold lines, and empty paragraphs go.

const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const COMMENTS = /<!--[\s\S]*?-->/g;
const NUMBERED = /^\s*(\d+|[a-z])[.)]/i;

function level(paragraph) {
  return Number(LEVEL.exec(paragraph.getAttribute("style") ?? "")?.[1] ?? 0);
}

// The bullet or number that Word types before the words.
function takeMarker(paragraph) {
  let marker = "";
  for (const span of paragraph.querySelectorAll("span[style*='mso-list']")) {
    marker += span.textContent;
    span.remove();
  }
  return marker;
}

function gatherLists(body) {
  let open = []; // the lists the next point may belong to, outermost first
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const depth = level(paragraph);
    if (!depth) {
      open = [];
      continue;
    }
    if (open.length && open[0].nextElementSibling !== paragraph) open = [];
    const kind = NUMBERED.test(takeMarker(paragraph)) ? "ol" : "ul";
    open.length = Math.min(open.length, depth);
    while (open.length < depth) {
      const list = document.createElement(kind);
      const parent = open.at(-1)?.lastElementChild;
      if (parent) parent.append(list);
      else if (open.length) break;
      else paragraph.before(list);
      open.push(list);
    }
    const point = document.createElement("li");
    point.append(...paragraph.childNodes);
    open.at(-1).append(point);
    paragraph.remove();
  }
}

export function cleanPasted(html) {
  const page = new DOMParser().parseFromString(html.replace(COMMENTS, ""), "text/html");
  gatherLists(page.body);
  for (const heading of page.body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const line = document.createElement("p");
    const strong = document.createElement("strong");
    strong.append(...heading.childNodes);
    line.append(strong);
    heading.replaceWith(line);
  }
  for (const paragraph of page.body.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("data, br")) paragraph.remove();
  }
  return page.body.innerHTML;
}
