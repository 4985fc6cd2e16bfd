// Pasting a block from a spreadsheet: rows and columns as Excel puts them on the clipboard, filled in from the cell one
// stands in. Nothing is lost unseen: what does not fit is given back.

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

// Which cell takes which text: { fills: [{ input, text }], over: [text] }. `cellsFrom(row)` gives the cells of a row from
// the column one stands in; `nextRow(row)` the row below, made if need be, or null.
export function spread(block, first, cellsFrom, nextRow) {
  const fills = [];
  const over = [];
  let row = first;
  for (const [number, texts] of block.entries()) {
    if (number) row = row && nextRow(row);
    const cells = row ? cellsFrom(row) : [];
    for (const [place, text] of texts.entries()) {
      if (cells[place]) fills.push({ input: cells[place], text });
      else if (text.trim()) over.push(text);
    }
  }
  return { fills, over };
}
