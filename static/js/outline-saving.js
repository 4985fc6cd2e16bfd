// Saves a section a while after one pauses, from the revision it was opened at. What someone else has saved meanwhile is
// never overwritten: one sees both texts, chooses, and saves on purpose. Until then, and without contact, the text waits
// in the browser's storage (outline-kept.js).
import { forget, keep } from "finsam/outline-kept";
import { clock, sendJson } from "finsam/sending";

const PAUSE = 1200;
const SHORTEST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class SectionSaving {
  // `page` reads and writes the form: { form, key, place, read, fill, saved, status, alarm, conflict, errors, gone }.
  constructor(page, revision, fields) {
    Object.assign(this, { page, revision });
    this.base = fields; // what the server has at `revision`
    this.last = fields; // the same as the form would send it
    this.conflict = null; // the server's word on a conflict, until one has chosen
    this.isHeld = false; // one has chosen what to save, and is reading it before saving it
    this.stopped = "";
    this.wait = SHORTEST_WAIT;
    this.ending = new AbortController();
    const { signal } = this.ending;
    window.addEventListener("online", () => this.flush(), { signal });
    window.addEventListener("focus", () => this.stopped === "signed_out" && this.resume(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush({ isLeft: true }), { signal });
    window.addEventListener("pagehide", () => this.flush({ isLeft: true }), { signal });
    window.addEventListener("beforeunload", (event) => this.isUnsaved && !this.isKept && event.preventDefault(), { signal });
  }

  get isUnsaved() {
    return this.isHeld || this.conflict !== null || !same(this.page.read(), this.last);
  }

  // Lays text from the browser's storage in the form: written over `revision`, which the server may have left behind.
  takeUp({ revision, base, fields }) {
    Object.assign(this, { revision, base });
    this.page.fill(fields);
    this.isHeld = true;
  }

  touch() {
    this.store();
    if (this.stopped === "refused") return;
    if (this.conflict || this.isHeld) {
      this.tell();
      return;
    }
    this.page.errors({});
    if (!this.offline) this.page.status(this.isUnsaved ? "Sparas strax …" : "");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  store() {
    if (this.isUnsaved) this.isKept = keep(this.page.place, this.page.key, { revision: this.revision, base: this.base, fields: this.page.read() });
    else forget(this.page.place, this.page.key);
  }

  // Saves what is not saved; answers whether all of it is. `onPurpose` also what one has been given to read first.
  async flush({ isLeft = false, onPurpose = false } = {}) {
    clearTimeout(this.timer);
    if (this.inFlight) await this.inFlight;
    if (onPurpose && !this.conflict) this.isHeld = false;
    if (this.conflict || this.isHeld || this.stopped) {
      this.tell();
      return !this.isUnsaved;
    }
    const fields = this.page.read();
    if (same(fields, this.last)) {
      this.store();
      return true;
    }
    if (!onPurpose && same(fields, this.refused)) return false;
    this.inFlight = this.send(fields, isLeft);
    const done = await this.inFlight;
    this.inFlight = null;
    return done && !this.isUnsaved ? true : done && this.flush();
  }

  async send(fields, isLeft) {
    const { page } = this;
    this.store();
    if (!this.offline) page.status("Sparar …");
    const body = { revision: this.revision, key: page.key, base: this.base, fields };
    const { status, data } = await sendJson(page.form, page.form.action, body, isLeft);
    if (status === 0 || status >= 500) return this.fail(status);
    this.offline = "";
    this.wait = SHORTEST_WAIT;
    if (status === 200) return this.saved(fields, data);
    if (data.problem === "conflict") this.differs(fields, data);
    else if (data.problem === "invalid") {
      this.refused = fields;
      page.errors(data.errors);
      page.status("Inte sparat: rätta felet, texten finns kvar", true);
    } else if (data.problem === "gone") {
      this.stopped = "refused";
      page.gone(data);
    } else this.stop(status, data);
    return false;
  }

  saved(fields, data) {
    this.revision = data.revision;
    this.base = data.saved;
    this.last = fields;
    this.refused = null;
    this.page.alarm(null);
    this.page.errors({});
    this.page.saved(data.revision);
    this.store();
    this.page.status(this.isUnsaved ? "Sparas strax …" : `Sparat ${clock()}`);
    return true;
  }

  fail(status) {
    this.offline = status === 0 ? "Ingen kontakt" : "Servern svarar inte som den ska";
    this.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }

  stop(status, data) {
    this.stopped = status === 401 ? "signed_out" : "refused";
    const why = {
      401: "Du är inte längre inloggad.",
      403: "Du får inte spara här, eller så har sidan varit öppen för länge. Ladda om sidan.",
      413: "Texten är för stor att skicka.",
    };
    const message = data.message ?? why[status] ?? "Det gick inte att spara.";
    this.page.status("Inte sparat, texten finns kvar här", true);
    this.page.alarm(`${message} Det du har skrivit finns kvar här.`, status === 401);
  }

  resume() {
    this.stopped = "";
    this.page.alarm(null);
    return this.flush();
  }

  tell() {
    if (this.conflict) this.page.status("Inte sparat: välj text ovanför", true);
    else if (this.isHeld) this.page.status("Inte sparat än: läs igenom och spara", true);
    else if (this.offline) this.page.status(`${this.offline} – det du skriver finns kvar här och sparas när det går`, true);
  }

  // --- Two who have written in the same section

  differs(fields, data) {
    this.conflict = data;
    this.asked = fields;
    this.isHeld = false;
    this.page.conflict(data);
    this.store();
    this.tell();
  }

  // "theirs" is saved already; "mine" and "merged" are saved when one has read them and says so.
  async choose(what) {
    if (what === "merged" && !same(this.page.read(), this.asked)) {
      this.conflict = null; // one has written more since: laid together anew
      await this.flush();
      if (!this.conflict?.merged) return;
    }
    const { revision, saved, merged } = this.conflict;
    this.conflict = null;
    this.revision = revision;
    this.base = saved;
    if (what !== "mine") this.page.fill(what === "merged" ? merged : saved);
    this.last = what === "theirs" ? this.page.read() : saved;
    this.isHeld = what !== "theirs";
    this.page.conflict(null);
    this.store();
    if (this.isHeld) this.tell();
    else this.page.status("Den andra texten står nu här");
  }

  end() {
    clearTimeout(this.timer);
    this.ending.abort();
  }
}
