// The editor of a table: shows the table while one edits, and lets rows and columns be added, moved and removed without
// leaving the page. All of it is the server's work: what is typed is sent, and pieces of the page come back.
// Without scripts the same buttons send the whole form.
import { warnBeforeLeaving } from "./prose-leave.js";

const PAUSE = 350;
const form = document.querySelector("[data-shape-form]");

function pieceOf(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

class Editor {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.waiting = null; // the answer that is waited for; a newer question makes it needless
    form.classList.add("has-script");
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", (event) => {
      if (event.target.matches("[data-decides]")) this.ask({ focus: event.target.id });
    });
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.name !== "gor" || button.dataset.failed) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // nothing is saved: one is still to be asked before leaving
      this.ask({ button });
    }, { capture: true });
    form.addEventListener("keydown", (event) => this.move(event));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask({ onlyPreview: true }), PAUSE);
  }

  // Alt with an arrow moves the row or column one stands in.
  move(event) {
    const part = event.target.closest("[data-part-of]");
    const way = { ArrowUp: "upp", ArrowLeft: "upp", ArrowDown: "ner", ArrowRight: "ner" }[event.key];
    if (!event.altKey || !part || !way) return;
    event.preventDefault();
    const button = document.getElementById(`${part.dataset.partOf}-${way}-${part.dataset.place}`);
    if (button && !button.disabled) this.ask({ button });
  }

  async ask({ button = null, focus = "", onlyPreview = false }) {
    clearTimeout(this.timer);
    if (onlyPreview && this.waiting && !this.waiting.onlyPreview) return; // that answer brings the table too
    this.waiting?.control.abort();
    const question = { control: new AbortController(), onlyPreview };
    this.waiting = question;
    const [fields, table] = [pieceOf(this.form, "fields"), pieceOf(this.form, "preview")];
    table.setAttribute("aria-busy", "true");
    const data = new FormData(this.form);
    data.set("gor", button?.value ?? "visa");
    fields.inert = !onlyPreview; // what is typed into fields about to be replaced would be lost
    try {
      const answer = await fetch(this.form.dataset.previewUrl, {
        method: "POST",
        body: data,
        signal: question.control.signal,
        headers: { "X-CSRFToken": data.get("csrfmiddlewaretoken") },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      table.replaceChildren(...pieceOf(page, "preview").childNodes);
      if (!onlyPreview) {
        fields.replaceChildren(...pieceOf(page, "fields").childNodes);
        fields.inert = false;
        this.goTo(focus || fields.querySelector("[data-focus]").dataset.focus);
      }
      if (button) this.form.dispatchEvent(new CustomEvent("input")); // unsaved from now on
      clearTimeout(this.timer);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.fail(button);
    } finally {
      if (this.waiting === question) {
        this.waiting = null;
        fields.inert = false;
        table.removeAttribute("aria-busy");
      }
    }
  }

  // The button does its work in the way it does without scripts; a table that could not be fetched says so.
  fail(button) {
    if (button) {
      button.dataset.failed = "true";
      pieceOf(this.form, "fields").inert = false;
      this.form.requestSubmit(button);
      return;
    }
    const words = document.createElement("p");
    words.className = "shape-note";
    words.textContent = "Tabellen gick inte att visa just nu. Det du har skrivit står kvar.";
    pieceOf(this.form, "preview").prepend(words);
  }

  goTo(id) {
    const place = id && document.getElementById(id);
    if (!place) return;
    const field = place.matches("fieldset") ? place.querySelector("select, input, textarea") : place;
    const target = field.disabled ? field.closest("fieldset").querySelector("button:not(:disabled)") : field;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
}

if (form) {
  warnBeforeLeaving(form);
  new Editor(form);
}
