// The table as it stands in the page: its rows and cells, what they hold, and the computed figures beside and under them.
import { change, fromPlain, parse, percent, plain, shown, strip } from "finsam/sheet-numbers";
import { totals } from "finsam/sheet-totals";

const AMOUNT = /^(amount|part-\d+|forecast-\d+|plan-\d+)$/;
const NONE = "\u2013";
const NOT_COUNTED = "räknas inte: ogiltigt belopp";
// What a line's nature may be called in a spreadsheet, as in files that are imported (budgets/imports/rows.py).
const NATURES = {
  kostnad: "cost",
  kostnader: "cost",
  intäkt: "income",
  intäkter: "income",
  "övrig intäkt": "income",
  "övriga intäkter": "income",
  tilldelning: "contribution",
  medelstilldelning: "contribution",
  "medelstilldelning från medlemmarna": "contribution",
};

// "cost", "income" or "contribution" of a word for it; undefined for any other word.
export const natureOf = (text) => NATURES[strip(text).replace(/\s+/g, " ").toLowerCase()];

export const columnOf = (input) => input.name.slice(input.name.indexOf(".") + 1);
export const isAmount = (input) => AMOUNT.test(columnOf(input));
export const isAmountCell = (name) => AMOUNT.test(name.slice(name.indexOf(".") + 1));
export const rowOf = (input) => input.closest("tr");
export const centreOf = (row) => row.closest("tbody");
export const cellsOf = (row) => [...row.querySelectorAll("input, select")];

export class Table {
  constructor(form) {
    this.form = form;
    this.element = form.querySelector("table.sheet");
    this.unit = form.elements.enhet.value;
    this.headings = new Map(
      [...this.element.querySelectorAll("[data-column]")].map((th) => [th.dataset.column, th.textContent]),
    );
    this.columns = [...this.headings.keys()];
    this.parts = this.columns.filter((key) => key.startsWith("part-"));
    this.comparing = Boolean(this.element.querySelector("tfoot [data-sum=before]"));
    this.known = new WeakMap(); // per input the text last read, and what it means
  }

  get lines() {
    return [...this.element.querySelectorAll("tr.sheet-line")];
  }

  input(name) {
    return this.form.querySelector(`[name="${CSS.escape(name)}"]`);
  }

  lineByKey(key) {
    return this.element.querySelector(`tr.sheet-line[data-key="${CSS.escape(key)}"]`);
  }

  centre(id) {
    return this.element.querySelector(`tbody[data-centre="${CSS.escape(String(id))}"]`);
  }

  // What a cell holds: { plain, ore } or { error }.
  read(input) {
    const known = this.known.get(input);
    if (known?.text === input.value) return known;
    const found = { text: input.value, ...this.understand(input) };
    this.known.set(input, found);
    return found;
  }

  understand(input) {
    if (isAmount(input)) {
      const { ore, error } = parse(input.value, this.unit);
      return error ? { error } : { ore, plain: plain(ore) };
    }
    if (input.matches("select")) return this.understandChoice(input);
    if (columnOf(input) === "account") return { plain: input.value.replace(/\s/g, "") };
    return { plain: strip(input.value.replace(/\t/g, " ")) };
  }

  understandChoice(select) {
    const chosen = select.selectedOptions[0];
    if (!chosen?.matches("[data-unknown]")) return { plain: select.value };
    const words = [...select.options].filter((each) => each !== chosen).map((each) => each.text);
    return { error: `”${chosen.text}” går inte att välja här. Välj ${words.join(" eller ")}.` };
  }

  // Chooses by value or by word. What is no choice stands in the cell as it was written, and is told as a fault.
  choose(select, text) {
    for (const each of select.querySelectorAll("[data-unknown]")) if (each.value !== text) each.remove();
    const options = [...select.options];
    const found = options.find((each) => each.value === text) ?? options.find((each) => each.value === natureOf(text));
    if (!found) {
      const unknown = new Option(strip(text), text);
      unknown.dataset.unknown = "";
      select.add(unknown);
    }
    select.value = found?.value ?? text;
  }

  // Whether a cell can hold this and save it; null is what is no amount.
  canHold(input, text) {
    if (text === null) return false;
    if (input.matches("select")) return [...input.options].some((each) => each.value === text);
    if (columnOf(input) === "account") return !text || [...input.list.options].some((each) => each.value === text);
    return isAmount(input) || Boolean(strip(text));
  }

  // What stands in a cell, as it is read aloud: a choice by its word.
  said(input) {
    return input.matches("select") ? (input.selectedOptions[0]?.text ?? "") : input.value;
  }

  // Puts what was saved or is meant into a cell, as it is written there.
  put(input, text) {
    if (input.matches("select")) {
      this.choose(input, text);
      return;
    }
    const ore = isAmount(input) ? fromPlain(text) : undefined;
    input.value = ore === undefined ? text : shown(ore, this.unit);
    this.known.set(input, { text: input.value, plain: text, ore });
  }

  // Puts back what was read in a cell before, to the letter: it may have more decimals than one can type.
  lay(input, read) {
    if (input.matches("select")) {
      this.choose(input, read.text);
      return;
    }
    input.value = read.text;
    this.known.set(input, read);
  }

  // What an untouched page holds: the server has written it, however many decimals it has.
  settle(input, text) {
    if (isAmount(input) && input.value === shown(fromPlain(text), this.unit)) {
      this.known.set(input, { text: input.value, plain: text, ore: fromPlain(text) });
    }
  }

  // The amount in a cell in öre, null for none; undefined when it cannot be read.
  ore(row, key) {
    const input = row.querySelector(`[name$=".${key}"]`);
    return input ? this.read(input).ore : null;
  }

  whole(row) {
    if (!this.parts.length) return this.ore(row, "amount");
    const parts = this.parts.map((key) => this.ore(row, key));
    if (parts.includes(undefined)) return undefined;
    const filled = parts.filter((ore) => ore !== null);
    return filled.length ? filled.reduce((sum, ore) => sum + ore, 0n) : null;
  }

  before(row) {
    return row.dataset.before === undefined ? null : fromPlain(row.dataset.before);
  }

  // Works out every computed figure again.
  recount() {
    const centres = [...this.element.querySelectorAll("tbody[data-centre]")].map((body) => ({
      id: body.dataset.centre,
      parent: body.dataset.parent,
      funding: "funding" in body.dataset,
    }));
    const rows = [...this.element.querySelectorAll("tr.sheet-line, tr.sheet-last-year")].map((row) => ({
      row,
      centre: centreOf(row).dataset.centre,
    }));
    const add = (amount) => totals(centres, rows.map(({ row, centre }) => ({ centre, amount: amount(row) })));
    const sums = new Map(this.columns.map((key) => [key, add((row) => this.ore(row, key))]));
    sums.set("whole", this.parts.length ? add((row) => this.whole(row)) : sums.get("amount"));
    if (this.comparing) sums.set("before", add((row) => this.before(row)));
    for (const { row } of rows) if (row.matches(".sheet-line")) this.compareLine(row);
    for (const body of this.element.querySelectorAll("tbody[data-total]")) {
      const head = this.centre(body.dataset.total);
      const row = body.querySelector("tr");
      this.writeSums(row, (key) => sums.get(key).byCentre.get(body.dataset.total), "funding" in head.dataset);
    }
    for (const row of this.element.querySelectorAll("tr[data-summary]")) {
      this.writeSums(row, (key) => sums.get(key)[row.dataset.summary], false);
    }
  }

  compareLine(row) {
    const whole = this.whole(row);
    if (this.parts.length) this.write(row, "whole", whole ?? null); // the cell itself says what is wrong
    if (!this.comparing) return;
    const changed = whole === undefined ? null : change(whole, this.before(row), this.isIncome(row));
    this.write(row, "change", changed);
    this.writeText(row, "percent", percent(changed, this.before(row)));
  }

  isIncome(row) {
    const nature = row.querySelector("select");
    return this.read(nature).error ? "funding" in centreOf(row).dataset : nature.value !== "cost";
  }

  writeSums(row, sum, isIncome) {
    const all = [...this.columns, ...(this.parts.length ? ["whole"] : [])].map((key) => [key, sum(key)]);
    for (const [key, ore] of all) this.write(row, key, ore);
    this.sayFinal(row, all.every(([, ore]) => ore !== undefined));
    if (!this.comparing) return;
    const whole = sum("whole");
    const changed = whole === undefined ? whole : change(whole, sum("before"), isIncome);
    this.write(row, "before", sum("before"));
    this.write(row, "change", changed);
    this.writeText(row, "percent", percent(changed ?? null, sum("before")));
  }

  // A sum with a cell under it that cannot be read is not known, and says so.
  sayFinal(row, isFinal) {
    const said = row.querySelector(".sheet-not-counted");
    if (isFinal) said?.remove();
    else if (!said) row.querySelector("th").append(madeOf("span", "sheet-not-counted", NOT_COUNTED));
  }

  write(place, key, ore) {
    if (ore !== undefined) this.writeText(place, key, ore === null ? NONE : shown(ore, this.unit));
    else this.writeText(place, key, `${NONE} ${NOT_COUNTED}`, () => [NONE, madeOf("span", "visually-hidden", ` ${NOT_COUNTED}`)]);
  }

  writeText(place, key, text, made = () => [text]) {
    const cell = place.querySelector(`[data-sum="${key}"]`);
    if (cell && cell.textContent !== text) cell.replaceChildren(...made());
  }

  // Names the cells of a row again for those who do not see the table, after its label, account or ID has changed.
  rename(row) {
    const body = centreOf(row);
    const label = row.querySelector('[name$=".label"]').value || "ny rad";
    const account = row.querySelector('[name$=".account"]')?.value;
    const said = { account: "kontogrupp", label: "beskrivning", nature: "slag" };
    for (const input of cellsOf(row)) {
      const key = columnOf(input);
      const name = said[key] ? label : `${account ? `${account} ` : ""}${label}`;
      input.setAttribute("aria-label", `${body.dataset.title}, ${name}, ${said[key] ?? this.headings.get(key)}`);
    }
    row.querySelector(".sheet-more")?.setAttribute("aria-label", `Mer om ${label}`);
  }

  renameCentre(body) {
    const name = body.querySelector(".group-head input").value;
    body.dataset.title = [body.dataset.code, name].filter(Boolean).join(" ");
    for (const row of body.querySelectorAll("tr.sheet-line")) this.rename(row);
  }

  // --- What there is to say about a cell, in a row of its own below

  tell(input, message, choices = []) {
    this.hush(input);
    const row = rowOf(input) ?? input.parentElement;
    const item = document.createElement("li");
    item.id = `fel-${input.name}-${rowOf(input)?.dataset.key ?? ""}`;
    item.append(message);
    for (const { label, run } of choices) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "btn btn-quiet", textContent: label });
      button.addEventListener("click", run);
      item.append(button);
    }
    this.problemList(row).append(item);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", item.id);
    return item;
  }

  hush(input) {
    const item = document.getElementById(input.getAttribute("aria-describedby") ?? "");
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    if (!item) return;
    const row = item.closest("tr");
    item.remove();
    if (row && !row.querySelector("li")) row.remove();
  }

  problemList(row) {
    if (row.matches("tr") && !row.nextElementSibling?.matches(".sheet-problem")) {
      row.after(document.querySelector("[data-sheet-problem]").content.cloneNode(true));
    }
    const place = row.matches("tr") ? row.nextElementSibling.firstElementChild : row;
    return place.querySelector("ul") ?? place.appendChild(document.createElement("ul"));
  }
}

function madeOf(tag, className, text) {
  const element = document.createElement(tag);
  Object.assign(element, { className, textContent: text });
  return element;
}
