// What is pasted from Word or the web, before the editor's own rules drop what a text may not hold: Word's lists, which
// are paragraphs in disguise, become lists, headings become bold lines, and empty paragraphs go.

const PLACE = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const COMMENTS = /<!--[\s\S]*?-->/g;
const NUMBERED = /^\s*(\d+|[a-z])[.)]/i;

// Which of Word's lists a paragraph is a point of, and at what depth; null for one that is none.
function placeOf(paragraph) {
  const found = PLACE.exec(paragraph.getAttribute("style") ?? "");
  return found && { list: found[1], depth: Number(found[2]) };
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
    const place = placeOf(paragraph);
    if (!place || open[0]?.element.nextElementSibling !== paragraph) open = [];
    if (!place) continue;
    const kind = NUMBERED.test(takeMarker(paragraph)) ? "ol" : "ul";
    const same = open[place.depth - 1]?.list === place.list;
    open.length = Math.min(open.length, same ? place.depth : place.depth - 1);
    if (open.length < place.depth) {
      const element = document.createElement(kind);
      const above = open.at(-1)?.element.lastElementChild;
      if (above) above.append(element);
      else paragraph.before(element);
      open.push({ element, list: place.list });
    }
    const point = document.createElement("li");
    point.append(...paragraph.childNodes);
    open.at(-1).element.append(point);
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
