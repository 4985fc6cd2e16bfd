// Pasting a block from a spreadsheet: rows and columns as Excel puts them on the clipboard, filled in from the cell one
// stands in. Nothing is lost unseen: what does not fit is given back.
import { parse, strip } from "finsam/sheet-numbers";
import { cellsOf, centreOf, columnOf, natureOf, rowOf } from "finsam/sheet-table";

// Rows of texts. A cell with tabs, quotes or line breaks in it comes in quotes, with those within doubled.
export function parseBlock(text) {
  const rows = [[]];
  let place = 0;
  while (place <= text.length) {
    let cell = "";
    if (text[place] === '"' && /^"(?:[^"]|"")*"(?=[\t\r\n]|$)/.test(text.slice(place))) {
      const [quoted] = /^"(?:[^"]|"")*"/.exec(text.slice(place));
      cell = quoted.slice(1, -1).replaceAll('""', '"').replace(/\s*[\r\n]+\s*/g, " ");
      place += quoted.length;
    } else {
      [cell] = /^[^\t\r\n]*/.exec(text.slice(place));
      place += cell.length;
    }
    rows.at(-1).push(cell);
    if (text.startsWith("\r\n", place)) place += 1;
    const end = text[place];
    place += 1;
    if (end === "\n" || end === "\r") rows.push([]);
    else if (end === undefined) break;
  }
  if (rows.length > 1 && rows.at(-1).every((cell) => cell === "")) rows.pop();
  return rows;
}

export const isBlock = (text) => /[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""));

// What a block's columns are, from the cell one stands in: the name of each, or null for one that is computed. A block in
// the sheet's own order has Slag between the description and the amounts; one copied elsewhere often has not.
export function columnsOf(block, input, unit) {
  const slots = [...rowOf(input).children].filter((cell) => !cell.matches(".row-action"));
  const names = slots.map((cell) => cell.querySelector("input, select")).map((each) => each && columnOf(each));
  const all = names.slice(names.indexOf(columnOf(input)));
  const typed = all.filter(Boolean);
  const place = typed.indexOf("nature");
  if (place < 0) return typed;
  const without = typed.filter((name) => name !== "nature" || !place);
  const width = Math.max(...block.map((texts) => texts.length));
  if (place && !holdsNature(block, place, width > without.length, unit)) return without;
  return width === all.length ? all : typed;
}

function holdsNature(block, place, isWide, unit) {
  const words = block.map((texts) => strip(texts[place] ?? "")).filter(Boolean);
  if (!words.length) return isWide;
  if (words.some(natureOf)) return true;
  if (words.some((word) => !parse(word, unit).error)) return false;
  return block.some((texts) => typeof parse(texts[place + 1] ?? "", unit).ore === "bigint");
}

// Which cell takes which text: { fills: [{ input, text }], over: [text] }. `columns` as above; `nextRow(row)` gives the
// row below, made if need be, or null. A choice that the block leaves empty stays as it is; a cell that is not typed in
// takes nothing.
export function spread(block, first, columns, nextRow) {
  const fills = [];
  const over = [];
  let row = first;
  for (const [number, texts] of block.entries()) {
    if (number) row = row && nextRow(row);
    const cells = new Map(row ? cellsOf(row).map((input) => [columnOf(input), input]) : []);
    for (const [place, text] of texts.entries()) {
      const input = cells.get(columns[place]);
      const isSkipped = columns[place] === null || (input?.matches("select") && !text.trim());
      if (row && isSkipped) continue;
      if (input && !input.readOnly) fills.push({ input, text });
      else if (text.trim()) over.push(text);
    }
  }
  return { fills, over };
}

// What is said of a paste: how many rows, in which IDs, and what found no room. `begun` are the rows it has made.
export function telling(fills, over, begun) {
  const filled = [...new Set(fills.map(({ input }) => rowOf(input)))];
  const centres = new Map();
  for (const row of filled) centres.set(centreOf(row), (centres.get(centreOf(row)) ?? 0) + 1);
  const counted = filled.length === 1 ? "1 rad klistrades in" : `${filled.length} rader klistrades in`;
  const made = begun.length ? `, varav ${begun.length} ${begun.length === 1 ? "ny" : "nya"}` : "";
  const titles = [...centres].map(([body, count]) => `${count} i ${body.dataset.title}`);
  const said = [];
  if (centres.size > 1) said.push(`Blocket gick vidare till nästa ID. ${counted}: ${listed(titles)}${made}.`);
  else if (filled.length) said.push(`${counted} i ${[...centres.keys()][0].dataset.title}${made}.`);
  const some = over.length > 12 ? `${over.slice(0, 12).join(" · ")} …` : over.join(" · ");
  if (over.length) said.push(`${over.length} av värdena fick inte plats och klistrades inte in: ${some}`);
  return { text: said.join(" "), isWarning: centres.size > 1 || over.length > 0 };
}

const listed = (texts) => (texts.length > 1 ? `${texts.slice(0, -1).join(", ")} och ${texts.at(-1)}` : texts[0]);
