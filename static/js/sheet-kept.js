// What waits to be saved, kept in the browser's own storage so that a reload loses nothing, and laid back from there.
import { parse, plain } from "finsam/sheet-numbers";
import { cellsOf, columnOf, isAmount, isAmountCell } from "finsam/sheet-table";

function plainOf(text, unit) {
  const { ore, error } = parse(text, unit);
  return error ? null : plain(ore);
}

export function keep(saving) {
  const { table, orphans: waiting, underWay, unplaced, key } = saving;
  const unit = table.unit;
  const cells = saving.waitingCells().map((input) => ({
    cell: input.name,
    was: saving.was.get(input.name) ?? "",
    text: input.value,
    unit,
  }));
  const rows = saving.waitingRows().map((row) => ({
    ...saving.rowToSend(row),
    sent: saving.sent.get(row),
    texts: Object.fromEntries(cellsOf(row).map((input) => [columnOf(input), input.value])),
    unit,
  }));
  const orphans = [...waiting, ...underWay];
  rows.push(...unplaced);
  try {
    if (cells.length || rows.length || orphans.length) localStorage.setItem(key, JSON.stringify({ cells, rows, orphans }));
    else localStorage.removeItem(key);
  } catch {
    // No storage (private browsing, full): the page itself still keeps everything.
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// A row that was sent may have been saved, though the answer never came: what was typed since is laid in its cells.
function typedSince(table, known) {
  return known.flatMap(({ key, sent, texts, values, unit }) => {
    const ref = table.lineByKey(key).dataset.row;
    const was = (column) => sent?.values[column] ?? "";
    const beside = Object.entries(values).filter(([column]) => !(column in texts));
    const all = [...Object.entries(texts).map((each) => [...each, unit]), ...beside.map((each) => [...each, "kr"])];
    return all
      .map(([column, text, written]) => ({ cell: `${ref}.${column}`, was: was(column), text, unit: written }))
      .filter(({ was, text, unit, cell }) => (isAmountCell(cell) ? plainOf(text, unit) : text) !== was);
  });
}

// Lays back what waited when the page was left; answers how many changes that was, and which could not be read and have
// been overtaken by what someone has written since: [{ input, text }]. `newRow` makes a row to fill.
export function restore(saving, newRow) {
  const { table } = saving;
  const kept = read(saving.key);
  const overtaken = [];
  let count = 0;
  if (!kept) return { count, overtaken };
  const known = kept.rows.filter(({ key }) => table.lineByKey(key));
  const orphans = (kept.orphans ?? []).map(({ cell, was, now }) => ({ cell, was, text: now, unit: "kr" }));
  for (const { cell, was, text, unit } of [...kept.cells, ...typedSince(table, known), ...orphans]) {
    const input = table.input(cell);
    const meant = isAmountCell(cell) ? plainOf(text, unit) : text;
    if (!input) {
      saving.orphans.push({ cell, was, now: meant ?? text }); // what is no amount the server says no to, and it is told
      continue;
    }
    const stands = saving.was.get(cell) ?? "";
    if (meant === stands) continue; // it was saved after all
    if (stands !== was && !table.canHold(input, meant)) {
      overtaken.push({ input, text });
      continue;
    }
    saving.was.set(cell, was);
    if (meant === null) input.value = text;
    else table.put(input, meant);
    saving.touched.add(input);
    count += 1;
  }
  for (const each of kept.rows) {
    if (known.includes(each)) continue;
    const { key, centre, before, texts, values, sent, unit } = each;
    const row = newRow(key, centre, before);
    if (!row) {
      saving.unplaced.push(each);
      continue;
    }
    if (sent) saving.sent.set(row, sent);
    const here = new Set(cellsOf(row).map(columnOf));
    saving.hidden.set(row, Object.fromEntries(Object.entries(values).filter(([column]) => !here.has(column))));
    for (const input of cellsOf(row)) {
      const text = texts[columnOf(input)] ?? "";
      const meant = isAmount(input) ? plainOf(text, unit) : text;
      if (meant === null) input.value = text;
      else table.put(input, meant);
    }
    saving.newRows.add(row);
    count += 1;
  }
  return { count, overtaken };
}
