// The list of sections: its buttons answered in place, its keys, and how it is drawn anew. Without this each button is a
// form's, and leads back to the page.
import { fetchFrom, sendFields } from "finsam/sending";

const MOVES = { ArrowUp: "upp", ArrowDown: "ner", ArrowRight: "in", ArrowLeft: "ut" };

export class OutlineList {
  // `editor` is the open section's, if any; `open(item, atHeading)` opens one; `say` and `alarm` tell what happened.
  constructor(holder, form, { open, say, alarm }) {
    Object.assign(this, { holder, form, open, say, alarm });
    this.removed = null; // the last removal, to be undone
    holder.addEventListener("click", (event) => this.click(event));
    holder.addEventListener("keydown", (event) => this.key(event));
  }

  item(pk) {
    return this.holder.querySelector(`[data-section="${pk}"]`);
  }

  get items() {
    return [...this.holder.querySelectorAll("[data-section]")];
  }

  heading(pk) {
    return this.item(pk)?.querySelector("[data-open]");
  }

  click(event) {
    const button = event.target.closest("button[formaction]");
    const opener = event.target.closest("[data-open]");
    if (button) {
      event.preventDefault();
      this.press(button);
    } else if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.open(opener.closest("[data-section]"));
    } else if (event.target.closest(".outline-text") && !event.target.closest("a") && getSelection().isCollapsed) {
      this.open(event.target.closest("[data-section]"));
    }
  }

  async press(button) {
    const item = button.closest("[data-section]");
    await this.onPress?.(item); // what is being written in it is saved first
    const which = `button[name="${button.name}"][value="${button.value}"]`;
    return this.act(button.getAttribute("formaction"), { [button.name]: button.value }, {
      item,
      focus: (line) => {
        const again = button.name === "riktning" && !button.closest(".menu") ? line?.querySelector(which) : null;
        return again && !again.disabled ? again : line?.querySelector("[data-open]");
      },
    });
  }

  // Presses a button of the line, wherever it stands in it.
  tool(item, selector) {
    const button = item.querySelector(selector);
    if (!button || button.disabled) this.say("Det går inte här.");
    else this.press(button);
  }

  async act(url, fields, { item, focus } = {}) {
    const before = this.items;
    const place = before.indexOf(item);
    const { status, data } = await sendFields(this.form, url, fields);
    if (!data.html) {
      this.fail(status);
      return null;
    }
    const isRemoval = status === 200 && Boolean(data.restore);
    if (isRemoval && this.onRemoved) this.onRemoved(item.dataset.section);
    this.draw(data.html);
    this.removed = isRemoval ? { url: data.restore } : this.removed;
    this.say(status === 200 ? data.message : "");
    this.alarm(status === 200 ? null : data.message);
    if (isRemoval) this.showUndo(place, data);
    else if (data.opens) this.open(this.item(data.section), true);
    else if (data.section) (focus?.(this.item(data.section)) ?? this.heading(data.section))?.focus();
    return data;
  }

  fail(status) {
    const why = {
      0: "Ingen kontakt. Inget är ändrat: försök igen när kontakten är tillbaka.",
      401: "Du är inte längre inloggad. Inget är ändrat: ladda om sidan.",
      404: "Avsnittet finns inte längre. Ladda om sidan.",
    };
    this.alarm(why[status] ?? "Det gick inte. Inget är ändrat: ladda om sidan och försök igen.");
  }

  // Where the section stood, the way back. It goes with the next change.
  showUndo(place, { message, restore }) {
    const line = document.createElement("li");
    line.className = "outline-undo";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = "Ångra";
    button.addEventListener("click", () => this.undo());
    line.append(message, " ", button);
    const list = this.holder.querySelector("[data-outline-list]");
    const next = this.items[place];
    if (next) next.before(line);
    else if (list.localName === "ol") list.append(line);
    else list.after(line);
    this.removed = { url: restore };
    button.focus();
  }

  undo() {
    if (!this.removed) return;
    const { url } = this.removed;
    this.removed = null;
    this.act(url, {});
  }

  // --- Drawn anew

  draw(html) {
    const wasOpen = this.holder.querySelector("[data-outline-removed]")?.open;
    const page = document.createElement("template");
    page.innerHTML = html;
    this.onDraw?.(page.content);
    this.holder.replaceChildren(page.content);
    this.onDrawn?.();
    if (wasOpen) this.holder.querySelector("[data-outline-removed]")?.setAttribute("open", "");
  }

  async refresh() {
    const { status, data } = await fetchFrom(this.holder.dataset.url, "application/json");
    if (status === 200) this.draw(data.html);
    else this.alarm("Sidan visar inte det senaste. Ladda om den när kontakten är tillbaka.");
  }

  // --- Keys, outside the text that is being written

  key(event) {
    const item = event.target.closest("[data-section]");
    if (event.ctrlKey && event.key === "z" && !event.target.closest("form")) {
      event.preventDefault();
      this.undo();
    }
    if (!item || event.target.closest("form, .menu[open]")) return;
    if (event.altKey && this.altKey(event, item)) event.preventDefault();
    else if (!event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.matches("[data-open]")) {
      event.preventDefault();
      const { items } = this;
      const next = items[items.indexOf(item) + (event.key === "ArrowDown" ? 1 : -1)];
      next?.querySelector("[data-open]").focus();
    }
  }

  altKey(event, item) {
    const { key } = event;
    if (MOVES[key]) this.tool(item, `button[value="${MOVES[key]}"]`);
    else if (key === "Enter") this.tool(item, `button[value="${event.shiftKey ? "under" : "efter"}"]`);
    else if (key === "Delete" || key === "Backspace") this.tool(item, 'button[name="revision"]');
    else if (key.toLowerCase() === "h") this.tool(item, 'button[name="dolj"]');
    else return false;
    return true;
  }
}
