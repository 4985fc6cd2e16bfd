// The sheet (templates/budgets/sheet.html): a form that counts, moves, pastes, undoes and saves by itself. Without this it
// is a plain form. Here the parts are put together and what happens in a cell is followed.
import { History } from "finsam/sheet-history";
import { Keys } from "finsam/sheet-keys";
import { Notes } from "finsam/sheet-notes";
import { columnsOf, isBlock, parseBlock, spread, telling } from "finsam/sheet-paste";
import { Rows } from "finsam/sheet-rows";
import { Saving } from "finsam/sheet-saving";
import { cellsOf, centreOf, columnOf, isAmount, rowOf, Table } from "finsam/sheet-table";
import { View } from "finsam/sheet-view";
import { Watch } from "finsam/sheet-watch";

const form = document.querySelector("[data-sheet]");
const table = new Table(form);
const statusLine = document.querySelector("[data-sheet-status]");
const alert = document.querySelector("[data-sheet-alert]");
const notice = document.querySelector("[data-sheet-notice]");
const isFixed = form.hasAttribute("data-fixed-rows"); // rows that are not moved, and have no menu and no notes of their own
const undoBar = document.querySelector("[data-sheet-undo]");

function status(text, isWaiting = false) {
  if (statusLine.textContent !== text) statusLine.textContent = text;
  statusLine.classList.toggle("is-waiting", isWaiting);
}

// Words in their place above the sheet, with buttons; null takes them away.
function say(place, said) {
  place.hidden = !said;
  if (!said) return;
  const text = document.createElement("p");
  text.append(said.text);
  if (said.link) {
    const link = document.createElement("a");
    Object.assign(link, { href: said.link.href, target: "_blank", rel: "noopener", textContent: said.link.text });
    text.append(" ", link);
  }
  for (const { text: label, run } of said.buttons ?? [said.button ?? { text: "Stäng", run: () => say(place, null) }]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: label });
    button.addEventListener("click", run);
    text.append(" ", button);
  }
  place.replaceChildren(text);
}

// What has to be known whatever one is doing.
const alarm = (said) => say(alert, said);

const history = new History(({ done, undone }) => {
  undoBar.querySelector("[data-do=undo]").disabled = !done.length;
  undoBar.querySelector("[data-do=redo]").disabled = !undone.length;
  if (pasted && done.at(-1) !== pasted.step) forgetPaste();
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
  onSaved: () => watch.tellOthers(),
});
const rows = new Rows(table, saving, history, notes, alarm);
const watch = new Watch(table, saving, {
  alarm,
  onMoved(input, theirs) {
    table.put(input, theirs);
    check(input);
    if (columnOf(input) === "name") table.renameCentre(centreOf(rowOf(input)));
    else if (rowOf(input) && !isAmount(input)) table.rename(rowOf(input));
    if (at?.input === input) at.read = table.read(input);
  },
  onGone(row) {
    row.remove();
    notes.number();
  },
});

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
  if (saving.conflicts.has(input)) return; // what is said there is to be chosen from first
  const { error } = table.read(input);
  if (error) table.tell(input, error);
  else table.hush(input);
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

function tidy(input) {
  const { error, plain } = table.read(input);
  if (!error) table.put(input, plain);
  check(input);
}

// The cell is left, or its value chosen: what was typed is written as amounts are written, and can be undone.
function commit(input) {
  if (at?.input !== input || input.value === at.read.text) return;
  tidy(input);
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
  if (target.matches("select")) {
    table.choose(target, target.value);
    commit(target);
  }
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
    if (isFixed) return false;
    rows.move(input, way);
    return true;
  },
  menu: (input) => !isFixed && rows.openMenu(rowOf(input), input),
  note(input) {
    if (isFixed) return false;
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

// A month that is closed, or read in from a file, takes nothing: it says why where one types.
table.element.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  const isTyping = (key.length === 1 || key === "Backspace" || key === "Delete") && !(ctrlKey || metaKey || altKey);
  if (!target.readOnly || !isTyping) return;
  say(notice, { text: table.element.querySelector(`th[data-column="${columnOf(target)}"]`).dataset.refuses });
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

let pasted = null; // the last paste, while it is the last that was done: its step, and the cells it filled

function paste(input, block) {
  const makesRows = ["account", "label"].includes(columnOf(input)); // one of amounts goes on in the next ID
  const begun = [];
  const nextRow = (row) => {
    if (row.matches(".sheet-blank") && !row.dataset.key) {
      rows.begin(row);
      begun.push(row);
    }
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
    : spread(block, start, columnsOf(block, input, table.unit), nextRow);
  const cells = fills.map((fill) => {
    const before = table.read(fill.input);
    const row = rowOf(fill.input);
    if (row.matches(".sheet-blank") && !row.dataset.key) begun.push(row);
    if (fill.input.matches("select")) table.choose(fill.input, fill.text);
    else fill.input.value = fill.text;
    tidy(fill.input);
    changed(fill.input);
    return { input: fill.input, before, after: table.read(fill.input) };
  });
  table.recount();
  if (at) at.read = table.read(at.input);
  const step = stepOf(cells);
  history.add(step);
  tellPaste(step, fills, telling(fills, over, begun));
}

function tellPaste(step, fills, { text, isWarning }) {
  pasted = { step, places: fills.map(({ input }) => input.closest("td, th")), where: isWarning ? alert : notice };
  for (const place of pasted.places) place.classList.add("is-pasted");
  const back = { text: "Ångra inklistringen", run: () => history.undo() };
  say(pasted.where, { text, buttons: [...(fills.length ? [back] : []), { text: "Stäng", run: forgetPaste }] });
}

function forgetPaste() {
  for (const place of pasted?.places ?? []) place.classList.remove("is-pasted");
  if (pasted) say(pasted.where, null);
  pasted = null;
}

// --- Start

undoBar.hidden = false;
document.querySelector("[data-sheet-help]").hidden = false;
for (const input of form.querySelectorAll("table.sheet input, table.sheet select")) {
  if (!input.getAttribute("aria-invalid") && table.read(input).error) check(input);
}
rows.beginFilled();
const { count: laidBack, overtaken } = saving.restore((key, centre, before) => rows.restore(key, centre, before));
if (laidBack || overtaken.length || saving.orphans.length || saving.unplaced.length) {
  const unplaced = saving.unplaced.map(({ texts }) => `”${Object.values(texts).filter((text) => text.trim()).join(" · ")}”`);
  const waits = `Nya rader vars ID inte visas här väntar: ${unplaced.join(", ")}. Välj ”Även ID utan rader” under Visa kolumner.`;
  alarm({
    text: [
      laidBack || saving.orphans.length ? "Ändringar som inte hann sparas sist har lagts tillbaka i bladet." : "",
      ...overtaken.map(
        ({ input, text }) => `Du hade skrivit ”${text}” i ${input.getAttribute("aria-label")}. Det gick inte att spara, ` +
          `och cellen har ändrats sedan dess: nu står det ${table.said(input) || "ingenting"}.`,
      ),
      unplaced.length ? waits : "",
    ].filter(Boolean).join(" "),
  });
  for (const row of saving.newRows) {
    table.rename(row);
    for (const input of cellsOf(row)) check(input);
  }
  for (const input of saving.touched) check(input);
}
notes.number();
table.recount();
new View(table);
watch.start();
if (saving.unsaved) saving.schedule();
else saving.keep();
if (!saving.unsaved) status("Allt är sparat");
for (const other of document.querySelectorAll("[data-sheet-leave], [data-sheet-choice]")) {
  other.addEventListener("submit", async (event) => {
    if (!saving.unsaved && !at) return;
    event.preventDefault();
    await saveNow();
    other.submit();
  });
}
