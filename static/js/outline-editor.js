// Writes in a section where it stands in the outline: fetches its form, opens the editor on its text, and saves as one
// writes (outline-saving.js). One section at a time.
import { forget, kept } from "finsam/outline-kept";
import { SectionSaving, same } from "finsam/outline-saving";
import { clock, fetchFrom } from "finsam/sending";
import { closeProse, openProse } from "finsam/prose-editor";

function panelOf(text, buttons) {
  const panel = document.createElement("div");
  panel.className = "section-kept";
  const words = document.createElement("p");
  words.textContent = text;
  const row = document.createElement("div");
  row.className = "button-row";
  for (const { label, run } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-secondary btn-sm";
    button.textContent = label;
    button.addEventListener("click", run);
    row.append(button);
  }
  panel.append(words, row);
  return panel;
}

export class SectionEditor {
  // `onClosed(pk)` draws the outline anew; `onGone(pk, restoreUrl)` puts back what someone has removed.
  constructor(place, { onClosed, onGone, alarm }) {
    Object.assign(this, { place, onClosed, onGone, alarm });
  }

  get pk() {
    return this.item?.dataset.section;
  }

  // Answers whether it stands open. What is open already is saved and closed first.
  async open(item, { atHeading = false } = {}) {
    if (this.item?.dataset.section === item.dataset.section) {
      this.focus(atHeading);
      return true;
    }
    if (!(await this.close())) return false;
    const pk = item.dataset.section;
    const { status, data } = await fetchFrom(item.querySelector("[data-open]").dataset.open);
    if (status !== 200) {
      this.alarm(this.whyNot(status));
      return false;
    }
    if (this.item) return false; // another was opened meanwhile
    const here = document.querySelector(`[data-section="${pk}"]`);
    const holder = document.createElement("template");
    holder.innerHTML = data.text;
    this.show(here, holder.content.querySelector("form"), atHeading);
    return true;
  }

  whyNot(status) {
    if (status === 0) return "Ingen kontakt. Avsnittet går att öppna när kontakten är tillbaka.";
    if (status === 401) return "Du är inte längre inloggad. Ladda om sidan.";
    return "Avsnittet går inte att öppna. Någon kan ha tagit bort det: ladda om sidan.";
  }

  show(item, form, atHeading) {
    Object.assign(this, { item, form });
    const { elements } = form;
    this.textarea = elements.body;
    this.textarea.dataset.proseStays = "";
    item.classList.add("is-open");
    item.append(form);
    const page = {
      form,
      place: this.place,
      key: form.dataset.key,
      read: () => this.read(),
      fill: (fields) => this.fill(fields),
      saved: (revision) => {
        this.item.querySelector('button[name="revision"]').value = revision; // what is removed is what one has read
      },
      status: (text, isGrave = false) => this.status(text, isGrave),
      alarm: (text, isSignedOut = false) => this.alarm(text, isSignedOut && (() => this.saving.resume())),
      conflict: (data) => this.conflict(data),
      errors: (errors) => this.errors(errors),
      gone: (data) => this.gone(data),
    };
    const fields = this.read();
    this.saving = new SectionSaving(page, Number(elements.revision.value), fields);
    this.surface = openProse(this.textarea).surface;
    form.addEventListener("input", () => this.isFilling || this.saving.touch());
    form.addEventListener("change", () => this.isFilling || this.saving.touch());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.matches("[data-done]")) this.done();
      else this.saving.flush({ onPurpose: true }).then(() => this.showSave());
    });
    form.querySelector("[data-save]").addEventListener("click", () => this.save());
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-choose]");
      if (button) this.choose(button.dataset.choose);
    });
    this.offerKept(fields);
    this.focus(atHeading || "new" in form.dataset);
  }

  read() {
    const { heading, body, block, is_numbered: isNumbered } = this.form.elements;
    return { heading: heading.value, body: body.value, block: block.value, is_numbered: isNumbered.checked };
  }

  fill(fields) {
    const { heading, block, is_numbered: isNumbered } = this.form.elements;
    this.isFilling = true;
    heading.value = fields.heading;
    block.value = fields.block;
    isNumbered.checked = fields.is_numbered;
    block.dispatchEvent(new Event("change", { bubbles: true })); // whatever shows the block follows
    if (this.textarea.value !== fields.body) this.surface.dispatchEvent(new CustomEvent("finsam:fill", { detail: fields.body }));
    this.isFilling = false;
  }

  focus(atHeading) {
    if (atHeading) {
      this.form.elements.heading.focus();
      this.form.elements.heading.select();
    } else this.surface.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key !== "Escape" || event.target.closest("[role=toolbar], dialog")) return;
    event.preventDefault();
    this.done();
  }

  async save() {
    await this.saving.flush({ onPurpose: true });
    this.showSave();
    this.surface?.focus();
  }

  async done() {
    const { pk } = this;
    if (!(await this.close({ onPurpose: true }))) this.form?.querySelector("[data-conflict] h4")?.focus();
    else this.onClosed(pk);
  }

  // Saves and closes; answers whether nothing stands open any more. What cannot be saved stays open.
  async close({ onPurpose = false } = {}) {
    if (!this.item) return true;
    if (!(await this.saving.flush({ onPurpose }))) {
      this.saving.tell();
      return false;
    }
    this.take();
    return true;
  }

  take() {
    this.saving.end();
    closeProse(this.textarea);
    this.form.remove();
    this.item.classList.remove("is-open");
    this.item = this.form = this.saving = this.surface = null;
  }

  // What has focus in the open form; it is lost when the outline is drawn anew.
  get focused() {
    return this.form?.contains(document.activeElement) ? document.activeElement : null;
  }

  // The outline is drawn anew: the open form goes over to its section's new line, and what had focus in it has it again.
  moveTo(item, focused) {
    this.item = item;
    item.classList.add("is-open");
    item.append(this.form);
    focused?.focus({ preventScroll: true });
  }

  // --- What it says

  status(text, isGrave) {
    const line = this.form.querySelector("[data-status]");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("is-grave", isGrave);
    this.showSave();
  }

  showSave() {
    if (this.form) this.form.querySelector("[data-save]").hidden = !this.saving?.isHeld;
  }

  errors(errors) {
    for (const each of this.form.querySelectorAll("[data-error]")) each.remove();
    for (const name of ["heading", "body", "block"]) {
      const field = name === "body" ? this.surface : this.form.elements[name];
      field.toggleAttribute("aria-invalid", false);
    }
    for (const [name, messages] of Object.entries(errors)) {
      const field = name === "body" ? this.surface : this.form.elements[name];
      const words = document.createElement("p");
      words.className = "invalid-feedback d-block";
      words.dataset.error = "";
      words.setAttribute("role", "alert");
      words.textContent = messages.join(" ");
      field?.setAttribute("aria-invalid", "true");
      (field?.closest(".mb-3") ?? this.form.querySelector(".section-bar")).append(words);
    }
  }

  conflict(data) {
    const holder = this.form.querySelector("[data-conflict]");
    holder.innerHTML = data?.html ?? "";
    this.showSave();
    holder.querySelector("h4")?.focus();
  }

  async choose(what) {
    await this.saving.choose(what);
    if (this.saving.conflict) return;
    if (this.saving.isHeld) this.form.querySelector("[data-save]").focus();
    else this.surface.focus();
  }

  // Text from the browser's storage that the server does not have. Over the same revision it is laid back, to be saved
  // or not; when someone has saved since, both are shown.
  offerKept(fields) {
    const found = kept(this.place, this.form.dataset.key);
    if (!found) return;
    if (same(found.fields, fields)) {
      forget(this.place, this.form.dataset.key);
      return;
    }
    const { saving } = this;
    const { revision } = saving;
    saving.takeUp(found);
    if (found.revision !== revision) {
      saving.flush({ onPurpose: true }); // the server answers with both
      return;
    }
    const holder = this.form.querySelector("[data-conflict]");
    const end = () => {
      holder.replaceChildren();
      this.surface.focus();
    };
    const when = new Date(found.at);
    const day = when.toLocaleDateString("sv-SE", { day: "numeric", month: "long" });
    holder.replaceChildren(
      panelOf(`Det här hann inte sparas ${day} klockan ${clock(when)}. Det står nu i avsnittet, men är inte sparat.`, [
        { label: "Spara det", run: () => this.save().then(end) },
        {
          label: "Ta det som är sparat i stället",
          run: () => {
            saving.isHeld = false;
            this.fill(saving.base);
            saving.last = this.read();
            saving.store();
            this.status("Det sparade står nu här", false);
            end();
          },
        },
      ]),
    );
    saving.last = saving.base;
    saving.tell();
    this.showSave();
  }

  gone(data) {
    const { pk } = this;
    const holder = this.form.querySelector("[data-conflict]");
    const buttons = [{ label: "Lägg tillbaka avsnittet och spara", run: () => this.onGone(pk, data.restore, this.form.dataset.key) }];
    holder.replaceChildren(
      panelOf(`${data.message} Det du har skrivit finns kvar här.`, data.restore ? buttons : []),
    );
    this.status("Inte sparat, texten finns kvar här", true);
  }
}
