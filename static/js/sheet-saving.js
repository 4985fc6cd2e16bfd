// Saves what has changed, a while after one pauses. What waits is kept (sheet-kept.js). Each cell is sent with what stood
// there before, so that nothing is overwritten unseen.
import { clock, sendJson } from "finsam/sending";
import { keep, restore } from "finsam/sheet-kept";
import { fromPlain, shown, strip } from "finsam/sheet-numbers";
import { cellsOf, centreOf, columnOf, isAmountCell, rowOf } from "finsam/sheet-table";

const PAUSE = 800;
const AT_MOST = 500; // cells in one request
const LONGEST_WAIT = 30_000;

const changes = (count) => (count === 1 ? "1 ändring" : `${count} ändringar`);

const notSaved = (count) => `${changes(count)} är inte ${count === 1 ? "sparad" : "sparade"}`;

// Per cell what is saved in it, from what the server writes of the whole sheet (budgets/domain/sheet.py, Sheet.was).
export function wasOf(text) {
  const found = new Map();
  const [head, ...lines] = text.split("\n");
  const columns = head.split("\t").slice(1);
  for (const line of lines) {
    const [row, ...values] = line.split("\t");
    if (row.includes(".")) found.set(row, values[0] ?? "");
    else if (row.startsWith("c")) found.set(`${row}.name`, values[0] ?? "");
    else for (const [place, key] of columns.entries()) found.set(`${row}.${key}`, values[place] ?? "");
  }
  return found;
}

export class Saving {
  constructor(table, { onAdded, onNote, onTaken, onSaved, status, alarm }) {
    Object.assign(this, { table, onAdded, onNote, onTaken, onSaved, status, alarm });
    this.form = table.form;
    this.key = `finsam-kalkylblad-${this.form.dataset.keptAs ?? this.form.elements.budget.value}-${this.form.dataset.user}`;
    this.was = new Map();
    this.touched = new Set(); // cells that may differ from what is saved
    this.newRows = new Set();
    this.conflicts = new Set(); // cells where one has to choose first
    this.refused = new WeakMap(); // per cell or row what was sent and refused: not sent again until it is changed
    this.sent = new Map(); // per new row what was sent of it without an answer: it may be saved, and is sent the same again
    this.hidden = new Map(); // per new row what it holds that this page does not show, by column
    this.underWay = []; // orphans that are sent and not answered
    this.unplaced = []; // new rows that waited and have no place on this page
    this.orphans = []; // waiting changes of cells that this page does not show
    this.removed = new Set(); // rows that someone has removed while one wrote in them: one has to choose
    this.turns = 0; // how many times something was sent or answered
    this.isBehind = false; // whether rows stand elsewhere otherwise than here
    this.wait = 2000;
    this.readWas();
    window.addEventListener("online", () => this.flush());
    window.addEventListener("focus", () => this.stopped === "signed_out" && this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush({ isLeft: true }));
  }

  readWas() {
    this.was = wasOf(this.form.elements.was.value);
    for (const input of this.form.querySelectorAll("table.sheet input, table.sheet select, [data-sheet-notes] input")) {
      const was = this.was.get(input.name);
      if (was === undefined) continue;
      this.table.settle(input, was);
      if (this.differs(input)) this.touched.add(input); // the server gave back what it could not save
    }
  }

  isNew(input) {
    return rowOf(input)?.dataset.row?.startsWith("n");
  }

  differs(input) {
    return this.table.read(input).plain !== (this.was.get(input.name) ?? "");
  }

  // --- What is to be sent

  touch(input) {
    this.conflicts.delete(input);
    if (this.isNew(input)) this.newRows.add(rowOf(input));
    else this.touched.add(input);
    this.schedule();
  }

  schedule() {
    this.keep();
    this.show();
    if (this.stopped === "refused") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  waitingCells() {
    return [...this.touched].filter((input) => input.isConnected && this.differs(input));
  }

  waitingRows() {
    return [...this.newRows].filter((row) => row.isConnected && (this.sent.has(row) || this.hasContent(row)));
  }

  hasContent(row) {
    return cellsOf(row).some((input) => !input.matches("select") && input.value.trim());
  }

  values(row) {
    const filled = cellsOf(row).filter((input) => !this.table.read(input).error && this.table.read(input).plain);
    const shownHere = filled.map((input) => [columnOf(input), this.table.read(input).plain]);
    return { ...this.hidden.get(row), ...Object.fromEntries(shownHere) };
  }

  rowToSend(row) {
    let next = row.nextElementSibling;
    while (next && !next.dataset.row?.startsWith("r")) next = next.nextElementSibling;
    return {
      key: row.dataset.key,
      centre: Number(centreOf(row).dataset.centre),
      before: next ? Number(next.dataset.row.slice(1)) : null,
      values: this.values(row),
    };
  }

  sendable() {
    const cells = this.waitingCells().filter(
      (input) =>
        !this.table.read(input).error && !this.conflicts.has(input) && this.refused.get(input) !== input.value,
    );
    const rows = this.waitingRows().filter(
      (row) =>
        this.sent.has(row) ||
        (!this.table.read(row.querySelector("select")).error &&
          this.refused.get(row) !== JSON.stringify(this.values(row)) &&
          this.values(row).label),
    );
    return { cells: cells.slice(0, AT_MOST), rows: rows.slice(0, AT_MOST / 5), more: cells.length > AT_MOST };
  }

  // Saves now what can be saved; answers whether all of it is.
  async flush({ isLeft = false } = {}) {
    if (this.inFlight) {
      await this.inFlight;
      return this.flush({ isLeft });
    }
    clearTimeout(this.timer);
    const { cells, rows, more } = this.sendable();
    const orphans = this.orphans.splice(0);
    if (!cells.length && !rows.length && !orphans.length) {
      this.keep();
      this.show();
      return !this.unsaved;
    }
    this.inFlight = this.sendNow(cells, rows, orphans, isLeft);
    const done = await this.inFlight;
    this.inFlight = null;
    this.keep();
    this.show();
    if (!done) return false;
    return more || this.sendable().cells.length ? this.flush() : !this.unsaved;
  }

  async sendNow(cells, rows, orphans, isLeft) {
    const sentCells = cells.map((input) => ({
      cell: input.name,
      was: this.was.get(input.name) ?? "",
      now: this.table.read(input).plain,
    }));
    const sentRows = rows.map((row) => this.sent.get(row) ?? this.rowToSend(row));
    for (const [place, row] of rows.entries()) this.sent.set(row, sentRows[place]);
    this.underWay = orphans;
    this.keep();
    this.status("Sparar …");
    this.turns += 1;
    const body = {
      budget: Number(this.form.elements.budget.value),
      cells: [...sentCells, ...orphans],
      rows: sentRows,
      source: this.form.elements.kalla?.value ?? "",
    };
    const { status, data } = await sendJson(this.form, this.form.action, body, isLeft);
    this.underWay = [];
    this.turns += 1;
    // An answer tells what became of the rows; without one, or from a server in between, they may be saved or not.
    if (status && status <= 500) for (const row of rows) this.sent.delete(row);
    if (status === 200) {
      this.wait = 2000;
      if (this.stopped) this.alarm(null); // else what it says is still so
      this.stopped = "";
      this.offline = false;
      this.savedAt = clock();
      this.settle(cells, sentCells, rows, sentRows, orphans, data);
      if (data.saved) this.onSaved();
      return true;
    }
    this.orphans.push(...orphans);
    this.fail(status, data);
    return false;
  }

  settle(cells, sentCells, rows, sentRows, orphans, data) {
    const inTrouble = new Set([...data.conflicts, ...data.errors].map((each) => each.cell));
    const gone = new Map(data.gone.map((each) => [each.row, each]));
    for (const [place, input] of cells.entries()) {
      const { cell, now } = sentCells[place];
      if (inTrouble.has(cell) || gone.has(cell.split(".")[0])) continue;
      this.was.set(cell, now);
      if (!this.differs(input)) this.touched.delete(input);
      if (input.getAttribute("aria-invalid") && !this.table.read(input).error) this.table.hush(input);
    }
    for (const [place, row] of rows.entries()) {
      const sent = sentRows[place];
      const pk = data.added[sent.key];
      if (!pk) this.refused.set(row, JSON.stringify(sent.values));
      else this.adopt(row, pk, sent.values, inTrouble);
    }
    for (const [cell, text] of Object.entries(data.notes ?? {})) this.onNote(cell, text);
    const lost = [];
    for (const { cell, message } of data.errors) this.tellError(cell, message, [...orphans, ...cellsOfRows(sentRows)], lost);
    for (const conflict of data.conflicts) this.tellConflict(conflict, [...orphans, ...cellsOfRows(sentRows)], lost);
    for (const { cell, now } of orphans) {
      const row = gone.get(cell.split(".")[0]);
      if (row && !this.place(cell)) lost.push(`${removedBy(row)} Du hade skrivit ”${now}” i en cell som inte visas här.`);
    }
    if (lost.length) this.alarm({ text: lost.join(" ") });
    for (const each of gone.values()) this.tellGone(each);
  }

  // A new row has become a line of the budget.
  adopt(row, pk, values, inTrouble) {
    this.newRows.delete(row);
    this.hidden.delete(row);
    row.dataset.row = `r${pk}`;
    for (const input of cellsOf(row)) {
      const key = columnOf(input);
      input.name = `r${pk}.${key}`;
      this.was.set(input.name, inTrouble.has(`n${row.dataset.key}.${key}`) ? "" : (values[key] ?? ""));
      if (this.differs(input)) this.touched.add(input);
    }
    this.onAdded(row, pk);
  }

  // --- What the server said no to

  place(cell) {
    if (!cell.startsWith("n")) return this.table.input(cell);
    const [key, column] = [cell.slice(1, cell.indexOf(".")), cell.slice(cell.indexOf(".") + 1)];
    return this.table.lineByKey(key)?.querySelector(`[name$=".${column}"]`);
  }

  tellError(cell, message, orphans, lost) {
    const input = this.place(cell);
    if (!input) {
      this.tellOrphan(cell, message, orphans, lost);
      return;
    }
    this.refused.set(input, input.value);
    this.table.tell(input, message);
  }

  // What was typed in a cell that the page does not show and is not saved. Nothing is lost where nothing was typed.
  tellOrphan(cell, message, orphans, lost) {
    const typed = orphans.find((each) => each.cell === cell);
    if (typed) lost.push(`${message} Du hade skrivit ”${typed.now}” i en cell som inte visas här.`);
  }

  tellConflict({ cell, theirs, who, when }, orphans, lost) {
    const input = this.place(cell);
    const text = isAmountCell(cell) ? shown(fromPlain(theirs), this.table.unit) : this.named(input, theirs);
    const by = who ? ` (${[who, when].filter(Boolean).join(", ")})` : "";
    const message = `${text ? `Nu står ${text}` : "Nu är cellen tom"}${by}.`;
    if (!input) {
      this.tellOrphan(cell, message, orphans, lost);
      return;
    }
    this.conflicts.add(input);
    this.table.tell(input, message, [
      { label: "Behåll mitt", run: () => this.choose(input, theirs, false) },
      { label: "Ta det andra", run: () => this.choose(input, theirs, true) },
    ]);
  }

  named(input, value) {
    return input?.matches("select") ? ([...input.options].find((each) => each.value === value)?.text ?? value) : value;
  }

  choose(input, theirs, takes) {
    this.was.set(input.name, theirs);
    this.conflicts.delete(input);
    this.table.hush(input);
    if (takes) this.onTaken(input, theirs);
    else {
      const { error } = this.table.read(input);
      if (error) this.table.tell(input, error);
      this.touch(input);
    }
    input.focus();
  }

  tellGone({ row, who, when }) {
    const line = this.table.element.querySelector(`tr[data-row="${row}"]`);
    if (!line) return;
    const input = line.querySelector('[name$=".label"]');
    for (const each of cellsOf(line)) this.touched.delete(each);
    this.removed.add(line);
    this.table.tell(input, removedBy({ who, when }), [
      { label: "Lägg till den igen", run: () => this.addAgain(line) },
      {
        label: "Ta bort den här med",
        run: () => {
          this.table.hush(input);
          line.remove();
          this.table.recount();
          this.schedule();
        },
      },
    ]);
  }

  // With its notes. What the page does not show of it is not known here.
  addAgain(line) {
    this.removed.delete(line);
    const old = `${line.dataset.row}.`;
    const notes = [...this.form.querySelectorAll("[data-sheet-notes] input")].filter((each) => each.name.startsWith(old));
    this.hidden.set(line, Object.fromEntries(notes.map((note) => [note.name.slice(old.length), strip(note.value)])));
    for (const note of notes) note.closest("li").remove();
    const told = "Raden läggs till igen med det som visas här. Fördelningsgrupp och det som stod i kolumner som inte visas";
    this.alarm({ text: `${told} följer inte med: fyll i det på nytt om raden hade det.` });
    line.dataset.row = `n${centreOf(line).dataset.centre}`;
    for (const input of cellsOf(line)) {
      this.table.hush(input);
      input.name = `${line.dataset.row}.${columnOf(input)}`;
    }
    this.newRows.add(line);
    this.schedule();
  }

  // --- When it did not go through

  fail(status, data) {
    if (status === 0 || status >= 500) {
      this.offline = status === 0 ? "Ingen kontakt" : "Servern svarar inte som den ska";
      this.timer = setTimeout(() => this.flush(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      return;
    }
    this.stopped = data.problem ?? "refused";
    const kept = `Det du har skrivit finns kvar här (${changes(this.count)}).`;
    if (status === 401) {
      const next = encodeURIComponent(location.pathname + location.search);
      this.alarm({
        text: `${data.message} ${kept}`,
        link: { text: "Logga in i en ny flik", href: `${this.form.dataset.signIn}?next=${next}` },
        button: { text: "Spara nu", run: () => this.flush() },
      });
    } else {
      const why = data.message ?? "Du får inte spara här, eller så har sidan varit öppen för länge. Ladda om sidan.";
      this.alarm({ text: `${why} ${kept}` });
    }
  }

  get count() {
    const undecided = [...this.removed].filter((row) => row.isConnected);
    const waiting = [this.waitingCells(), this.waitingRows(), undecided, this.orphans, this.unplaced];
    return waiting.reduce((sum, each) => sum + each.length, 0);
  }

  get unsaved() {
    return this.count > 0;
  }

  show() {
    const { count } = this;
    if (this.inFlight) return;
    if (this.offline) {
      this.status(
        `${this.offline} – ${changes(count)} väntar, de sparas när kontakten är tillbaka`,
        true,
      );
    } else if (this.stopped && count) this.status(notSaved(count), true);
    else if (this.sendable().cells.length || this.sendable().rows.length) this.status("Sparas strax …");
    else if (count) this.status(`${notSaved(count)}: rätta eller välj`, true);
    else if (this.isBehind) this.status("Arket har ändrats på annat håll: hämta det", true);
    else this.status(["Allt är sparat", this.savedAt].filter(Boolean).join(" "));
  }

  keep() {
    keep(this);
  }

  restore(newRow) {
    return restore(this, newRow);
  }
}

const removedBy = ({ who, when }) => `${[who || "Någon annan", when].filter(Boolean).join(", ")} har tagit bort raden.`;

// What was sent of new rows, cell by cell, named as the server names them.
const cellsOfRows = (rows) =>
  rows.flatMap(({ key, values }) => Object.entries(values).map(([column, now]) => ({ cell: `n${key}.${column}`, now })));
