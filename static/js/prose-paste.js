// What is pasted from Word or the web, before the editor's own rules drop what a text may not hold: what comes from Word is
// put in order, headings take the two levels a text has, and empty paragraphs go.
import { inOrder, isFromWord } from "finsam/prose-word";

// The highest level of headings is our first, all below it our second. Our own are left as they are.
function twoLevels(body) {
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const levels = headings.map((heading) => Number(heading.localName[1]));
  if (levels.every((level) => level === 3 || level === 4)) return;
  const highest = Math.min(...levels);
  headings.forEach((heading, place) => {
    const other = document.createElement(levels[place] === highest ? "h3" : "h4");
    other.append(...heading.childNodes);
    heading.replaceWith(other);
  });
}

// The security policy lets no page set styles, not even on what is only read: they are kept as data, which says nothing.
function withoutStyles(html) {
  const bare = html.replace(/<style\b[\s\S]*?<\/style>/gi, "");
  return bare.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

// Programs on the web say bold and italic as looks.
function marksFromStyles(body) {
  for (const bold of body.querySelectorAll("b[data-style*='font-weight:normal' i]")) bold.replaceWith(...bold.childNodes);
  for (const span of body.querySelectorAll("span[data-style]")) {
    for (const [looks, name] of [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"]]) {
      if (!looks.test(span.dataset.style)) continue;
      const mark = document.createElement(name);
      mark.append(...span.childNodes);
      span.append(mark);
    }
  }
}

// `tell` is given words when something could not come along.
export function cleanPasted(html, tell = () => {}) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  if (isFromWord(html)) inOrder(page.body);
  else marksFromStyles(page.body);
  const images = page.body.querySelectorAll("img:not([data-picture])");
  for (const image of images) image.remove();
  if (images.length || /<v:imagedata/i.test(html)) tell("Bilder följer inte med när du klistrar in. Infoga dem med Bild.");
  twoLevels(page.body);
  for (const line of page.body.querySelectorAll("p, h3, h4")) {
    if (!line.textContent.trim() && !line.querySelector("data, br, sup, img")) line.remove();
  }
  for (const each of page.body.querySelectorAll("[data-style]")) each.removeAttribute("data-style");
  return page.body.innerHTML;
}
