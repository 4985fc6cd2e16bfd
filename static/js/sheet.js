// The sheet (templates/budgets/sheet.html): a form that counts, moves, pastes, undoes and saves by itself. Without this it
// is a plain form. Here the parts are put together and what happens in a cell is followed.
import { History } from "finsam/sheet-history";
import { Keys } from "finsam/sheet-keys";
import { Notes } from "finsam/sheet-notes";
import { isBlock, parseBlock, spread } from "finsam/sheet-paste";
import { Rows } from "finsam/sheet-rows";
import { Saving } from "finsam/sheet-saving";
import { cellsOf, centreOf, columnOf, isAmount, rowOf, Table } from "finsam/sheet-table";

const form = document.querySelector("[data-sheet]");
const table = new Table(form);
const statusLine = document.querySelector("[data-sheet-status]");
const alert = document.querySelector("[data-sheet-alert]");
const undoBar = document.querySelector("[data-sheet-undo]");

function status(text, isWaiting = false) {
  if (statusLine.textContent !== text) statusLine.textContent = text;
  statusLine.classList.toggle("is-waiting", isWaiting);
}

// What has to be known whatever one is doing; null takes it away.
function alarm(said) {
  alert.hidden = !said;
  if (!said) return;
  const text = document.createElement("p");
  text.append(said.text);
  if (said.link) {
    const link = document.createElement("a");
    Object.assign(link, { href: said.link.href, target: "_blank", rel: "noopener", textContent: said.link.text });
    text.append(" ", link);
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: said.button?.text ?? "Stäng" });
  button.addEventListener("click", () => (said.button ? said.button.run() : alarm(null)));
  text.append(" ", button);
  alert.replaceChildren(text);
}

const history = new History(({ done, undone }) => {
  undoBar.querySelector("[data-do=undo]").disabled = !done.length;
  undoBar.querySelector("[data-do=redo]").disabled = !undone.length;
});
const notes = new Notes(table);
const saving = new Saving(table, {
  status,
  alarm,
  onAdded: (row, pk) => rows.added(row, pk),
  onNote: (cell, text) => {
    const input = table.input(cell.replace(/\.note$/, ""));
    if (!input) return;
    saving.was.set(cell, text);
    (notes.find(input) ?? notes.add(input)).value = text;
    notes.number();
  },
  onTaken: (input, theirs) => {
    const before = table.read(input);
    table.put(input, theirs);
    changed(input);
    history.add(cellStep([{ input, before, after: table.read(input) }]));
  },
});
const rows = new Rows(table, saving, history, notes, alarm);

// --- A cell has changed

let at = null; // the cell one stands in, and what stood there when one came

function changed(input) {
  const row = rowOf(input);
  if (!row) {
    saving.touch(input);
    notes.number();
    return;
  }
  if (row.matches(".sheet-blank") && !row.dataset.key) rows.begin(row);
  if (columnOf(input) === "name") table.renameCentre(centreOf(row));
  else if (!isAmount(input)) table.rename(row);
  saving.touch(input);
}

function check(input) {
  const { error } = table.read(input);
  if (error) table.tell(input, error);
  else if (!saving.conflicts.has(input)) table.hush(input);
}

function cellStep(cells) {
  const set = (side) => () => {
    for (const cell of cells) {
      table.lay(cell.input, cell[side]);
      check(cell.input);
      changed(cell.input);
    }
    table.recount();
    const first = cells[0].input;
    if (first.isConnected) first.focus();
    if (at?.input === first) at.read = table.read(first);
    return true;
  };
  return { undo: set("before"), redo: set("after") };
}

// What was done to cells, as one step. Rows that it began are taken away when it is undone.
function stepOf(cells) {
  const begun = [...new Set(cells.map(({ input }) => rowOf(input)))].filter((row) => rows.fresh.delete(row));
  const others = cells.filter(({ input }) => !begun.includes(rowOf(input)));
  const steps = [...begun.map((row) => rows.stepOfRow(row)), ...(others.length ? [cellStep(others)] : [])];
  if (steps.length === 1) return steps[0];
  const all = (way) => async () => {
    for (const step of way === "undo" ? steps.toReversed() : steps) if ((await step[way]()) === false) return false;
    return true;
  };
  return { undo: all("undo"), redo: all("redo") };
}

// The cell is left, or its value chosen: what was typed is written as amounts are written, and can be undone.
function commit(input) {
  if (at?.input !== input || input.value === at.read.text) return;
  const { error, plain } = table.read(input);
  if (!error) table.put(input, plain);
  check(input);
  history.add(stepOf([{ input, before: at.read, after: table.read(input) }]));
  at.read = table.read(input);
}

const isCell = (target) => target.matches?.("input:not([type=hidden]), select") && target.name.includes(".");

form.addEventListener("focusin", ({ target }) => {
  if (isCell(target)) at = { input: target, read: table.read(target) };
});
form.addEventListener("focusout", ({ target }) => isCell(target) && commit(target));
form.addEventListener("input", ({ target }) => {
  if (!isCell(target)) return;
  if (target.getAttribute("aria-invalid") && !saving.conflicts.has(target)) table.hush(target);
  changed(target);
  table.recount();
  if (target.matches("select")) commit(target);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  saveNow();
});

async function saveNow() {
  if (at) commit(at.input);
  return saving.flush();
}

// --- Keys

new Keys(table, {
  isEdited: (input) => at?.input === input && input.value !== at.read.text,
  restore(input) {
    if (at?.input !== input || input.value === at.read.text) return false;
    table.lay(input, at.read);
    check(input);
    changed(input);
    table.recount();
    input.select?.();
    return true;
  },
  move(input, way) {
    rows.move(input, way);
    return true;
  },
  menu: (input) => rows.openMenu(rowOf(input), input),
  note(input) {
    if (!notes.open(input)) alarm({ text: "En not hör till ett belopp eller en beskrivning på en rad som är sparad." });
    return true;
  },
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "s") saveNow();
  else if (document.activeElement.matches("input, select, textarea") && !isCell(document.activeElement)) return;
  else if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || (key === "z" && event.shiftKey)) history.redo();
  else return;
  event.preventDefault();
});

// What is being typed in a cell is undone first, as a whole.
function undo() {
  if (at?.input.isConnected && document.activeElement === at.input) commit(at.input);
  return history.undo();
}

undoBar.addEventListener("click", (event) => {
  const action = event.target.closest("[data-do]")?.dataset.do;
  if (action === "undo") undo();
  else if (action === "redo") history.redo();
});

// --- Pasting

table.element.addEventListener("paste", (event) => {
  const input = event.target;
  const text = event.clipboardData.getData("text/plain");
  if (!isCell(input) || !isBlock(text)) return;
  event.preventDefault();
  paste(input, parseBlock(text));
});

function paste(input, block) {
  const first = columnOf(input);
  const cellsFrom = (row) => {
    const cells = cellsOf(row).filter((each) => !each.matches("select"));
    return cells.slice(cells.findIndex((each) => columnOf(each) === first));
  };
  const makesRows = !isAmount(input); // a block with descriptions makes new rows; one of amounts goes on in the next ID
  const nextRow = (row) => {
    if (row.matches(".sheet-blank")) rows.begin(row);
    let next = row.nextElementSibling;
    while (next && !next.matches(".sheet-line")) next = next.nextElementSibling;
    if (next && (makesRows || !next.matches(".sheet-blank:not(.is-begun)"))) return next;
    if (makesRows) return null;
    const lines = table.lines.filter((line) => !line.matches(".sheet-blank:not(.is-begun)"));
    return lines[lines.indexOf(row) + 1] ?? null;
  };
  const start = rowOf(input);
  const { fills, over } = start.matches(".group-head")
    ? { fills: [{ input, text: block[0][0] }], over: block.flat().slice(1).filter((text) => text.trim()) }
    : spread(block, start, cellsFrom, nextRow);
  const cells = fills.map((fill) => {
    const before = table.read(fill.input);
    fill.input.value = fill.text;
    const { error, plain } = table.read(fill.input);
    if (!error) table.put(fill.input, plain);
    check(fill.input);
    changed(fill.input);
    return { input: fill.input, before, after: table.read(fill.input) };
  });
  table.recount();
  if (at) at.read = table.read(at.input);
  history.add(stepOf(cells));
  if (over.length) {
    const lost = over.length > 12 ? `${over.slice(0, 12).join(" · ")} …` : over.join(" · ");
    alarm({ text: `${over.length} av värdena fick inte plats och klistrades inte in: ${lost}` });
  }
}

// --- Start

undoBar.hidden = false;
document.querySelector("[data-sheet-help]").hidden = false;
for (const input of form.querySelectorAll("table.sheet input, table.sheet select")) {
  if (!input.getAttribute("aria-invalid") && table.read(input).error) check(input);
}
rows.beginFilled();
const laidBack = saving.restore((key, centre, before) => rows.restore(key, centre, before));
if (laidBack || saving.orphans.length || saving.unplaced.length) {
  const unplaced = saving.unplaced.map(({ texts }) => `”${Object.values(texts).filter((text) => text.trim()).join(" · ")}”`);
  const waits = `Nya rader vars ID inte visas här väntar: ${unplaced.join(", ")}. Välj ”Även ID utan rader” under Visa kolumner.`;
  alarm({
    text: [
      laidBack || saving.orphans.length ? "Ändringar som inte hann sparas sist har lagts tillbaka i bladet." : "",
      unplaced.length ? waits : "",
    ].filter(Boolean).join(" "),
  });
  for (const input of saving.touched) check(input);
}
notes.number();
table.recount();
if (saving.unsaved) saving.schedule();
else status("Allt är sparat");
for (const other of document.querySelectorAll("[data-sheet-leave], [data-sheet-choice]")) {
  other.addEventListener("submit", async (event) => {
    if (!saving.unsaved && !at) return;
    event.preventDefault();
    await saveNow();
    other.submit();
  });
}
