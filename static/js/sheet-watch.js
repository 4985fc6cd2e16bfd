// Follows what others write, and one's own other tabs: asks the server whether the sheet has moved when the tab comes into
// view, when another tab has saved, and now and then. A cell that has moved shows its new value; one where something waits
// to be saved is for its writer to choose.
import { rowOf } from "finsam/sheet-table";
import { sendJson } from "finsam/sending";
import { wasOf } from "finsam/sheet-saving";

const EVERY = 30_000;
const SOONEST = 1_000; // between two questions that nothing but looking at the page has caused
const AT_MOST = 500; // cells asked about at once, whose hand it was
const NAMED = 3;

export class Watch {
  constructor(table, saving, { onMoved, onGone, alarm }) {
    Object.assign(this, { table, saving, onMoved, onGone, alarm });
    this.form = table.form;
    this.tag = "";
    this.askedAt = 0;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(saving.key) : null;
  }

  start() {
    this.channel?.addEventListener("message", () => this.check());
    const look = () => !document.hidden && Date.now() - this.askedAt > SOONEST && this.check();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.check());
    setInterval(look, EVERY);
  }

  tellOthers() {
    this.channel?.postMessage("saved");
  }

  // One question at a time; what comes meanwhile is asked about afterwards.
  async check() {
    if (this.checking) {
      this.again = true;
      return;
    }
    this.checking = true;
    do {
      this.again = false;
      await this.ask();
    } while (this.again);
    this.checking = false;
  }

  async ask() {
    const { saving } = this;
    await saving.inFlight;
    const { turns } = saving;
    this.askedAt = Date.now();
    const answer = await fetch(this.form.dataset.stateUrl, {
      headers: this.tag ? { "If-None-Match": this.tag } : {},
      redirect: "error",
      signal: AbortSignal.timeout(20_000),
    }).catch(() => null);
    if (answer?.status === 409) this.alarm({ text: (await answer.json()).message });
    if (answer?.status !== 200) return;
    const data = await answer.json().catch(() => null);
    if (!data) return;
    if (turns !== saving.turns) {
      this.again = true; // what one has saved oneself meanwhile is not in this answer
      return;
    }
    this.tag = answer.headers.get("ETag") ?? "";
    await this.compare(wasOf(data.was));
  }

  async compare(now) {
    const { saving, table } = this;
    const gone = this.goneRows(now);
    const moved = [...new Set([...saving.was.keys(), ...now.keys()])].filter(
      (cell) => (saving.was.get(cell) ?? "") !== (now.get(cell) ?? "") && (now.has(cell) || cell.endsWith(".note")),
    );
    const shown = moved.filter((cell) => table.input(cell.replace(/\.note$/, "")));
    const hasOthers = this.isOtherwise(now);
    if (!shown.length && !gone.length && !hasOthers) {
      saving.isBehind = false;
      saving.show();
      return;
    }
    const asked = [...shown, ...gone.map((row) => `${row.dataset.row}.label`)].slice(0, AT_MOST);
    const { turns } = saving;
    const hands = await this.hands(asked);
    if (turns !== saving.turns) {
      this.tag = "";
      this.again = true;
      return;
    }
    this.take(shown, gone, now, hands, hasOthers);
  }

  // Whose hands: each cell is sent as it stands here, both before and after, which changes nothing and is answered with
  // what stands there now.
  async hands(cells) {
    const asked = cells.map((cell) => ({ cell, was: this.saving.was.get(cell) ?? "", now: this.saving.was.get(cell) ?? "" }));
    const body = { budget: Number(this.form.elements.budget.value), cells: asked, rows: [] };
    const { status, data } = asked.length ? await sendJson(this.form, this.form.action, body) : {};
    return new Map(status === 200 ? [...data.conflicts.map((each) => [each.cell, each]), ...data.gone.map((each) => [each.row, each])] : []);
  }

  take(shown, gone, now, hands, hasOthers) {
    const { saving, table } = this;
    const told = [];
    const by = new Set();
    const handOf = (name) => {
      const hand = hands.get(name);
      if (hand) by.add([hand.who || "Någon annan", hand.when].filter(Boolean).join(", "));
      return hand ?? {};
    };
    for (const cell of shown) {
      const theirs = now.get(cell) ?? "";
      const input = table.input(cell);
      if (input && (saving.conflicts.has(input) || saving.differs(input))) {
        // What can be saved is sent soon, and is answered then; what cannot is told here.
        if (table.read(input).plain === theirs) saving.was.set(cell, theirs);
        else saving.tellConflict({ cell, theirs, ...hands.get(cell) }, [], []);
        continue;
      }
      handOf(cell);
      if (cell.endsWith(".note")) {
        saving.onNote(cell, theirs);
        told.push(`noten till ${table.input(cell.slice(0, -5)).getAttribute("aria-label")}`);
      } else {
        saving.was.set(cell, theirs);
        saving.touched.delete(input);
        this.onMoved(input, theirs);
        told.push(`${input.getAttribute("aria-label")}: ${table.said(input) || "tom"}`);
      }
    }
    for (const row of gone) {
      const name = row.dataset.row;
      const hand = handOf(name);
      if ([...row.querySelectorAll("input, select")].some((input) => saving.differs(input))) {
        saving.tellGone({ row: name, who: hand.who, when: hand.when });
        continue;
      }
      told.push(`raden ${row.querySelector('[name$=".label"]').value} är borttagen`);
      this.onGone(row);
    }
    table.recount();
    saving.isBehind = hasOthers;
    saving.keep();
    saving.show();
    this.tell([...by], told, hasOthers);
  }

  tell(by, told, hasOthers) {
    if (!told.length && !hasOthers) return;
    const who = by.length ? ` av ${by.join(" och ")}` : "";
    const rest = told.length > NAMED ? [`och ${told.length - NAMED} till`] : [];
    const what = told.length ? ` Det nya visas nu här: ${[...told.slice(0, NAMED), ...rest].join("; ")}.` : "";
    const others = hasOthers ? " Rader har lagts till eller flyttats, och de syns när du hämtar arket." : "";
    const fetchIt = {
      text: "Hämta arket",
      run: async () => {
        await this.saving.flush();
        location.reload();
      },
    };
    this.alarm({ text: `Arket har ändrats${who}.${what}${others}`, button: hasOthers ? fetchIt : undefined });
  }

  // --- Rows

  lines() {
    return this.table.lines.filter((row) => row.dataset.row.startsWith("r"));
  }

  goneRows(now) {
    return this.lines().filter((row) => !now.has(`${row.dataset.row}.label`) && !this.saving.removed.has(row));
  }

  // Whether rows or IDs stand elsewhere that are not here, or stand in another order.
  isOtherwise(now) {
    if (this.saving.sent.size) return false; // they may be one's own, whose answer has not come
    const here = [...this.table.element.querySelectorAll(".group-head input, tr.sheet-line [name$='.label']")]
      .filter((input) => !rowOf(input).dataset.row?.startsWith("n"))
      .map((input) => input.name);
    const there = [...now.keys()].filter((cell) => /^(c\d+\.name|r[\w-]+\.label)$/.test(cell));
    const common = new Set(here.filter((name) => now.has(name)));
    const known = new Set(here);
    const order = (names) => names.filter((name) => common.has(name)).join(" ");
    return there.some((name) => !known.has(name)) || order(here) !== order(there);
  }
}
