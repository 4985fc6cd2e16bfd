// Notes to figures and rows. They stand in a list under the sheet, as they will be printed, with a mark at their cell.
import { columnOf, rowOf } from "finsam/sheet-table";

export class Notes {
  constructor(table) {
    this.table = table;
    this.section = table.form.querySelector("[data-sheet-notes]");
    this.list = this.section.querySelector("ol");
  }

  find(input) {
    return this.table.input(`${input.name}.note`);
  }

  // The note to a cell, made if there is none; null for a cell that has no notes of its own.
  open(input) {
    if (["account", "nature", "name"].includes(columnOf(input)) || !rowOf(input).dataset.row.startsWith("r")) return null;
    const note = this.find(input) ?? this.add(input);
    this.section.hidden = false;
    this.number();
    note.focus();
    return note;
  }

  add(input) {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const note = document.createElement("input");
    const about = input.getAttribute("aria-label").replace(/, beskrivning$/, "");
    note.id = `not-${input.name}`;
    Object.assign(note, { name: `${input.name}.note`, maxLength: 300, className: "form-control" });
    Object.assign(label, { htmlFor: note.id, textContent: about });
    item.dataset.note = note.name;
    item.append(label, note);
    this.list.append(item);
    return note;
  }

  // Numbers the notes in the order their cells stand, and marks the cells.
  number() {
    const items = [...this.list.children].map((item) => ({
      item,
      cell: this.table.input(item.dataset.note.replace(/\.note$/, "")),
    }));
    items.sort((a, b) =>
      !a.cell || !b.cell ? 0 : a.cell.compareDocumentPosition(b.cell) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    );
    for (const mark of this.table.element.querySelectorAll(".mark")) mark.remove();
    let number = 0;
    for (const { item, cell } of items) {
      // Moving the note one writes in would lose the place in it.
      if (this.list.children[number] !== item) this.list.insertBefore(item, this.list.children[number]);
      number += 1;
      item.id = `not-${number}`;
      if (!cell || !item.querySelector("input").value.trim()) continue;
      const mark = document.createElement("a");
      Object.assign(mark, { className: "mark", href: `#${item.id}`, textContent: `${number})` });
      cell.after(mark);
    }
    this.section.hidden = !items.length;
  }
}
