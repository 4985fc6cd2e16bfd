// Moving about: arrows, Enter and Shift+Enter, Escape and F2; and what a click chooses. Tab, Home and End are the
// browser's own.
import { cellsOf, columnOf, rowOf } from "finsam/sheet-table";

export class Keys {
  constructor(table, actions) {
    this.table = table;
    this.actions = actions;
    this.tabbedFrom = null; // where a run of Tab began: Enter goes to the next row there, as in a spreadsheet
    table.element.addEventListener("keydown", (event) => this.press(event));
    this.clicked = null; // the cell that a click is on its way into
    table.element.addEventListener("pointerdown", ({ target }) => {
      this.tabbedFrom = null;
      this.clicked = target.matches("input") && target !== document.activeElement ? target : null;
    });
    // As in a spreadsheet one comes to a cell with its whole value chosen; the next click sets the caret.
    table.element.addEventListener("click", ({ target }) => {
      if (target === this.clicked && target.selectionStart === target.selectionEnd) target.select();
      this.clicked = null;
    });
    table.element.addEventListener("focusin", ({ target }) => {
      if (target.matches("input") && target !== this.clicked) target.select();
    });
  }

  press(event) {
    const input = event.target;
    if (!input.matches("input, select")) return;
    const key = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key}`;
    if (key === "Tab") this.tabbedFrom ??= { row: rowOf(input), column: columnOf(input) };
    const handler = this.handlers[key];
    if (handler?.call(this, input)) event.preventDefault();
  }

  handlers = {
    ArrowUp: (input) => this.vertical(input, -1),
    ArrowDown: (input) => this.vertical(input, 1),
    Enter: (input) => this.enter(input),
    "Shift+Enter": (input) => this.go(input, columnOf(input), -1),
    ArrowLeft: (input) => this.horizontal(input, -1),
    ArrowRight: (input) => this.horizontal(input, 1),
    Escape: (input) => this.actions.restore(input),
    F2: (input) => this.writeOn(input),
    "Alt+ArrowUp": (input) => this.actions.move(input, -1),
    "Alt+ArrowDown": (input) => this.actions.move(input, 1),
    "Alt+Enter": (input) => this.actions.menu(input),
    "Shift+F2": (input) => this.actions.note(input),
  };

  // A choice and an open list of suggestions keep their own arrows.
  vertical(input, way) {
    if (input.matches("select") || (input.list && this.actions.isEdited(input))) return false;
    this.tabbedFrom = null;
    return this.go(input, columnOf(input), way);
  }

  enter(input) {
    const from = this.tabbedFrom?.row === rowOf(input) ? this.tabbedFrom.column : columnOf(input);
    this.tabbedFrom = null;
    return this.go(input, from, 1);
  }

  go(input, column, way) {
    const inColumn = column === "label" || column === "name" ? '[name$=".label"], [name$=".name"]' : `[name$=".${column}"]`;
    const all = [...this.table.element.querySelectorAll(inColumn)];
    const own = rowOf(input);
    const place = all.findIndex((each) => rowOf(each) === own);
    this.focus(all[place + way] ?? input);
    return true;
  }

  horizontal(input, way) {
    if (input.matches("select")) return false;
    const { selectionStart: start, selectionEnd: end, value } = input;
    const whole = start === 0 && end === value.length;
    if (!whole && (start !== end || start !== (way < 0 ? 0 : value.length))) return false;
    const cells = cellsOf(rowOf(input)).filter((each) => !each.matches("select"));
    const next = cells[cells.indexOf(input) + way];
    if (next) this.focus(next);
    this.tabbedFrom = null;
    return Boolean(next);
  }

  writeOn(input) {
    input.setSelectionRange?.(input.value.length, input.value.length);
    return true;
  }

  focus(input) {
    input.focus();
    input.select?.();
  }
}
