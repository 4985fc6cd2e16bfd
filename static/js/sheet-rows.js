// Rows as such: begun in the empty row of an ID, put in between, moved, taken away and put back; and the menu of a row.
import { sendJson } from "finsam/sending";
import { cellsOf, centreOf, columnOf, isAmount, rowOf } from "finsam/sheet-table";

// A new line's identity. Works without https too, unlike crypto.randomUUID.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Rows {
  constructor(table, saving, history, notes, alarm) {
    Object.assign(this, { table, saving, history, notes, alarm });
    this.menu = document.querySelector("[data-sheet-menu]");
    this.fresh = new Set(); // rows begun by what is being typed: undoing that takes the row away
    this.blanks = new Map(
      [...table.element.querySelectorAll("tr.sheet-blank")].map((row) => [centreOf(row), this.cleared(row)]),
    );
    for (const link of table.element.querySelectorAll(".sheet-more")) this.arm(link);
    table.element.addEventListener("click", (event) => {
      const link = event.target.closest(".sheet-more, [data-continue]");
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (link.matches("[data-continue]")) this.carryOn(link);
      else this.openMenu(rowOf(link), link);
    });
    this.menu.addEventListener("click", (event) => this.choose(event));
    this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
  }

  arm(link) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "menu");
    link.tabIndex = -1; // Tab walks the cells; Alt+Enter opens the menu
  }

  // --- New rows

  cleared(row) {
    const made = row.cloneNode(true);
    for (const input of made.querySelectorAll("input")) {
      input.removeAttribute("value");
      input.value = "";
      for (const name of ["id", "aria-invalid", "aria-describedby"]) input.removeAttribute(name);
    }
    return made;
  }

  blank(body) {
    return this.blanks.get(body)?.cloneNode(true) ?? this.emptied(body);
  }

  // An empty row for an ID that had none, since it has others under it: made from another's.
  emptied(body) {
    const [[other, made]] = this.blanks;
    const row = made.cloneNode(true);
    const funding = "funding" in body.dataset;
    if (funding !== "funding" in other.dataset) {
      const select = row.querySelector("select");
      select.options[0].value = funding ? "contribution" : "cost";
      select.options[0].text = funding ? "Tilldelning" : "Kostnad";
    }
    for (const input of cellsOf(row)) input.name = `n${body.dataset.centre}.${columnOf(input)}`;
    row.dataset.row = `n${body.dataset.centre}`;
    return row;
  }

  // Something is typed in an empty row: it becomes a row of its own, with a new empty one under it.
  begin(row, key = newKey()) {
    if (row.dataset.key) return;
    row.dataset.key = key;
    row.classList.add("is-begun");
    this.fresh.add(row);
    const body = centreOf(row);
    if (!body.querySelector("tr.sheet-blank:not(.is-begun)")) body.append(this.blank(body));
    this.table.rename(row);
  }

  // A new row before another of the same ID, or last (before its empty row).
  insert(body, before, key) {
    const row = this.blank(body);
    const last = body.querySelector("tr.sheet-blank:not(.is-begun)");
    if (before ?? last) (before ?? last).before(row);
    else body.append(row);
    this.begin(row, key);
    this.fresh.delete(row);
    this.saving.newRows.add(row);
    return row;
  }

  insertByHand(body, before) {
    const row = this.insert(body, before);
    this.history.add(this.stepOfRow(row));
    row.querySelector('[name$=".label"]').focus();
  }

  // What the server gave back from empty rows is theirs to save again.
  beginFilled() {
    for (const row of this.table.element.querySelectorAll("tr.sheet-blank")) {
      if (!this.saving.hasContent(row)) continue;
      this.begin(row);
      this.fresh.delete(row);
      this.saving.newRows.add(row);
    }
  }

  // For rows that waited in the browser.
  restore(key, centre, before) {
    const body = this.table.centre(centre);
    if (!body) return null;
    const ghost = body.querySelector(`tr.sheet-last-year[data-key="${key}"]`);
    const row = this.insert(body, body.querySelector(`tr[data-row="r${before}"]`), key);
    if (ghost) this.take(row, ghost);
    return row;
  }

  // Last year's row is taken along this year: a new row with its identity.
  carryOn(link) {
    const ghost = rowOf(link);
    const row = this.insert(centreOf(ghost), ghost, ghost.dataset.key);
    const said = { account: ghost.querySelector(".code")?.textContent ?? "", nature: link.dataset.nature };
    said.label = ghost.querySelector("th").textContent;
    for (const [key, text] of Object.entries(said)) {
      const input = row.querySelector(`[name$=".${key}"]`);
      if (input) this.table.put(input, text);
    }
    this.take(row, ghost);
    this.history.add(this.stepOfRow(row, ghost));
    this.table.rename(row);
    this.table.recount();
    this.saving.schedule();
    cellsOf(row).find(isAmount).focus();
  }

  take(row, ghost) {
    if (ghost.dataset.before !== undefined) row.dataset.before = ghost.dataset.before;
    row.querySelector(".sheet-before").textContent = ghost.querySelector(".sheet-before").textContent;
    ghost.remove();
  }

  // A row that has been added: undone by taking it away, and its ghost comes back.
  stepOfRow(row, ghost = null) {
    let token = null;
    return {
      undo: async () => {
        const place = { body: centreOf(row), next: row.nextSibling };
        const done = await this.withdraw(row);
        if (done === false) return false;
        token = done;
        if (ghost) place.body.insertBefore(ghost, place.next);
        this.table.recount();
        this.place = place;
        return true;
      },
      redo: async () => {
        const { body, next } = this.place;
        if (token && !(await this.ask({ do: "put_back", kept: token }))) return false;
        body.insertBefore(row, ghost ?? (next?.isConnected ? next : body.querySelector("tr.sheet-blank:not(.is-begun)")));
        ghost?.remove();
        this.table.recount();
        this.saving.schedule();
        return true;
      },
    };
  }

  added(row, pk) {
    row.classList.remove("sheet-blank", "is-begun");
    const cell = row.querySelector(".row-action");
    const link = document.createElement("a");
    Object.assign(link, { className: "sheet-more", href: `${this.table.form.dataset.base}rad/${pk}/`, textContent: "⋯" });
    this.arm(link);
    cell.replaceChildren(link);
    this.table.rename(row);
  }

  // --- Taking away and putting back

  async ask(body) {
    this.saving.turns += 1;
    const { status, data } = await sendJson(this.table.form, this.table.form.dataset.rowsUrl, body);
    this.saving.turns += 1;
    if (status === 200) {
      this.saving.onSaved();
      return data;
    }
    this.alarm({
      text:
        data.message ??
        (status ? "Det gick inte. Ladda om sidan." : "Ingen kontakt: rader flyttas och tas bort när den är tillbaka."),
    });
    return null;
  }

  // Takes a row out of page and budget; gives what puts it back, "" if it was never saved, false if it could not be done.
  async withdraw(row) {
    await this.saving.flush();
    if (this.saving.sent.has(row)) {
      this.alarm({ text: "Raden är skickad utan att svaret kom. Den kan tas bort när kontakten är tillbaka." });
      return false;
    }
    let token = "";
    if (row.dataset.row.startsWith("r")) {
      const done = await this.ask({ do: "take_line", pk: Number(row.dataset.row.slice(1)) });
      if (!done) return false;
      token = done.kept;
    }
    for (const input of cellsOf(row)) this.table.hush(input);
    row.remove();
    this.saving.keep();
    this.saving.show();
    return token;
  }

  async remove(row) {
    const body = centreOf(row);
    let next = row.nextElementSibling;
    if (next?.matches(".sheet-problem")) next = next.nextElementSibling;
    let token = await this.withdraw(row);
    if (token === false) return;
    this.table.recount();
    this.notes.number();
    (next ?? body).querySelector("input")?.focus();
    this.history.add({
      undo: async () => {
        if (token && !(await this.ask({ do: "put_back", kept: token }))) return false;
        body.insertBefore(row, next?.isConnected ? next : null);
        this.table.recount();
        this.notes.number();
        this.saving.schedule();
        return true;
      },
      redo: async () => {
        token = await this.withdraw(row);
        this.table.recount();
        this.notes.number();
        return token !== false;
      },
    });
  }

  async removeCentre(body) {
    await this.saving.flush();
    const pk = Number(body.dataset.centre);
    const nodes = this.range(body);
    const done = await this.ask({ do: "take_cost_centre", pk });
    if (!done) return;
    let token = done.kept;
    const after = nodes.at(-1).nextElementSibling;
    for (const node of nodes) node.remove();
    this.table.recount();
    this.history.add({
      undo: async () => {
        if (!(await this.ask({ do: "put_back", kept: token }))) return false;
        for (const node of nodes) this.table.element.insertBefore(node, after);
        this.table.recount();
        return true;
      },
      redo: async () => {
        const again = await this.ask({ do: "take_cost_centre", pk });
        if (!again) return false;
        token = again.kept;
        for (const node of nodes) node.remove();
        this.table.recount();
        return true;
      },
    });
  }

  // --- Moving

  async move(input, way) {
    const row = rowOf(input);
    const body = centreOf(row);
    const moved = row.matches(".group-head") ? await this.moveCentre(body, way) : await this.moveLine(row, way);
    if (moved) {
      input.focus();
      this.history.add({
        undo: () => this.moveBack(row, -way),
        redo: () => this.moveBack(row, way),
      });
    }
  }

  async moveBack(row, way) {
    return row.matches(".group-head") ? this.moveCentre(centreOf(row), way) : this.moveLine(row, way);
  }

  lines(body) {
    return [...body.querySelectorAll("tr.sheet-line:not(.sheet-blank)")];
  }

  async moveLine(row, way) {
    await this.saving.flush();
    const body = centreOf(row);
    const lines = this.lines(body);
    const place = lines.indexOf(row);
    const other = lines[place + way];
    if (place < 0 || !other) return false;
    const before = way < 0 ? other : (lines[place + 2] ?? null);
    const pkOf = (line) => Number(line.dataset.row.slice(1));
    if (!(await this.ask({ do: "move_line", pk: pkOf(row), before: before && pkOf(before) }))) return false;
    const told = row.nextElementSibling?.matches(".sheet-problem") ? row.nextElementSibling : null;
    if (way < 0) other.before(row);
    else (other.nextElementSibling?.matches(".sheet-problem") ? other.nextElementSibling : other).after(row);
    if (told) row.after(told);
    this.notes.number();
    return true;
  }

  // An ID with all that stands under it, its total last.
  range(body) {
    const nodes = [body];
    while (nodes.at(-1).dataset.total !== body.dataset.centre) nodes.push(nodes.at(-1).nextElementSibling);
    return nodes;
  }

  async moveCentre(body, way) {
    await this.saving.flush();
    const siblings = [...this.table.element.querySelectorAll("tbody[data-centre]")].filter(
      (each) => each.dataset.parent === body.dataset.parent,
    );
    const place = siblings.indexOf(body);
    const other = siblings[place + way];
    if (!other) return false;
    const before = way < 0 ? other : siblings[place + 2];
    const pk = Number(body.dataset.centre);
    const sent = { do: "move_cost_centre", pk, before: before ? Number(before.dataset.centre) : null };
    if (!(await this.ask(sent))) return false;
    const nodes = this.range(body);
    if (way < 0) other.before(...nodes);
    else this.range(other).at(-1).after(...nodes);
    return true;
  }

  // --- The menu of a row

  openMenu(row, anchor) {
    const isHead = row.matches(".group-head");
    this.target = { row, anchor };
    const title = row.querySelector('[name$=".label"], [name$=".name"]').value || "Ny rad";
    this.menu.querySelector("[data-menu-title]").textContent = title;
    for (const item of this.menu.querySelectorAll("[data-for=line]")) item.hidden = isHead;
    const link = this.menu.querySelector("[data-do=open]");
    const own = row.querySelector(".sheet-more");
    link.parentElement.hidden = !own;
    if (own) link.href = own.href;
    this.menu.showPopover();
    const box = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.menu;
    this.menu.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
    this.menu.style.top = `${box.bottom + height > innerHeight ? Math.max(8, box.top - height) : box.bottom}px`;
    this.items()[0].focus();
    return true;
  }

  items() {
    return [...this.menu.querySelectorAll("button, a")].filter((each) => !each.parentElement.hidden);
  }

  walkMenu(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) {
      if (event.key === "Escape") this.back();
      return;
    }
    event.preventDefault();
    const items = this.items();
    items[(items.indexOf(document.activeElement) + way + items.length) % items.length].focus();
  }

  back() {
    const { row, anchor } = this.target;
    (anchor.matches("input, select") ? anchor : row.querySelector("input")).focus();
  }

  choose(event) {
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (!action || action === "open") return;
    const { row, anchor } = this.target;
    const body = centreOf(row);
    const isHead = row.matches(".group-head");
    this.menu.hidePopover();
    this.back();
    const cell = anchor.matches("input") && isAmount(anchor) ? anchor : cellsOf(row).find(isAmount);
    const label = row.querySelector('[name$=".label"], [name$=".name"]');
    ({
      up: () => this.move(label, -1),
      down: () => this.move(label, 1),
      above: () => this.insertByHand(body, row),
      below: () => this.insertByHand(body, isHead ? (this.lines(body)[0] ?? null) : this.after(row)),
      note: () => this.notes.open(cell),
      "label-note": () => this.notes.open(label),
      remove: () => (isHead ? this.removeCentre(body) : this.remove(row)),
    })[action]();
  }

  after(row) {
    const next = row.nextElementSibling;
    return next?.matches(".sheet-problem") ? next.nextElementSibling : next;
  }
}
