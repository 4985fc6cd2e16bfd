// The form of an outcome: adds up while one types. The sums are the server's work: what is typed is sent, and what is shown
// beside it comes back. Without scripts the button "Räkna ihop" sends the whole form.
import { warnBeforeLeaving } from "finsam/prose-leave";

const PAUSE = 300;

class Counting {
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.asked = null; // the question whose answer is waited for; a newer one makes it needless
    this.button = form.querySelector("button[name=gor]");
    this.button.hidden = true;
    form.addEventListener("input", (event) => {
      if (event.target.matches("input")) this.soon();
    });
    form.addEventListener("submit", () => clearTimeout(this.timer));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    const data = new FormData(this.form);
    data.set(this.button.name, this.button.value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body: data, signal: asked.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const text = await answer.text();
      const main = text.slice(text.indexOf("<main"), text.indexOf("</main>")); // the head's style carries another nonce
      this.show(new DOMParser().parseFromString(main, "text/html"));
      this.button.hidden = true;
    } catch (error) {
      if (error.name !== "AbortError") this.button.hidden = false; // the way that works without scripts
    }
  }

  show(page) {
    for (const live of this.form.querySelectorAll("[data-live]")) {
      const now = page.getElementById(live.id);
      if (now && now.innerHTML !== live.innerHTML) live.replaceChildren(...now.childNodes);
    }
  }
}

const form = document.querySelector("[data-outcome-form]");
if (form) {
  warnBeforeLeaving(form);
  new Counting(form);
}
