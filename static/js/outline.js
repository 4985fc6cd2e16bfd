// The page where a document is written: its outline, rearranged and written in where it stands.
import { makeDraggable } from "finsam/outline-drag";
import { SectionEditor } from "finsam/outline-editor";
import { keptKeys } from "finsam/outline-kept";
import { OutlineList } from "finsam/outline-list";

const holder = document.querySelector("[data-outline]");
const form = document.getElementById("disposition");
const place = { document: holder.dataset.document, user: holder.dataset.user };
const statusLine = document.querySelector("[data-outline-status]");
const alarmBox = document.querySelector("[data-outline-alarm]");

function say(text) {
  statusLine.textContent = text;
}

// `retry` is given when signing in again in another tab is what helps.
function alarm(text, retry) {
  alarmBox.hidden = !text;
  const words = alarmBox.querySelector("[data-words]");
  words.textContent = text ?? "";
  if (!text || !retry) return;
  const link = document.createElement("a");
  link.href = `${holder.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Logga in i en ny flik";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet";
  button.textContent = "Spara nu";
  button.addEventListener("click", retry);
  words.append(" ", link, " ", button);
}

const editor = new SectionEditor(place, {
  alarm,
  async onClosed(pk) {
    await list.refresh();
    list.heading(pk)?.focus();
    list.item(pk)?.scrollIntoView({ block: "nearest" });
  },
  async onGone(pk, restoreUrl, key) {
    editor.take(); // the text is kept in the browser's storage, and offered in the section that comes back
    await list.act(restoreUrl, {});
    const item = holder.querySelector(`[data-section][data-key="${key}"]`);
    if (item) await editor.open(item);
  },
});

const list = new OutlineList(holder, form, {
  say,
  alarm,
  async open(item, atHeading = false) {
    const last = editor.pk;
    if (!item || !(await editor.open(item, { atHeading }))) return;
    alarm(null);
    if (last && last !== editor.pk) list.refresh();
  },
});

let next = null;

// The open section's form stands in the line that is drawn anew; when the section is gone it keeps a line of its own.
list.onDraw = (page) => {
  if (!editor.pk) return;
  let item = page.querySelector(`[data-section="${editor.pk}"]`);
  if (!item) {
    item = editor.item.cloneNode(false);
    page.querySelector("[data-outline-list]").before(item);
  }
  next = { item, focused: editor.focused };
};
list.onDrawn = () => {
  if (next) editor.moveTo(next.item, next.focused);
  next = null;
  showHandles();
  showKept();
};
list.onPress = (item) => item && editor.pk === item.dataset.section && editor.saving.flush();
list.onRemoved = (pk) => {
  if (editor.pk === pk) editor.take();
};

function showHandles() {
  for (const handle of holder.querySelectorAll("[data-handle]")) handle.hidden = false;
}

// Text of some section that was not saved when the page was left: said at its line.
function showKept() {
  for (const key of keptKeys(place)) {
    const item = holder.querySelector(`[data-section][data-key="${key}"]:not(.is-open)`);
    if (!item || item.querySelector("[data-unsaved]")) continue;
    const mark = document.createElement("span");
    mark.className = "outline-note outline-unsaved";
    mark.dataset.unsaved = "";
    mark.textContent = "text som inte är sparad: öppna avsnittet";
    item.querySelector(".outline-heading").after(mark);
  }
}

document.querySelector("[data-add]")?.addEventListener("click", (event) => {
  const chapters = holder.querySelectorAll(".outline-level-1");
  const button = chapters[chapters.length - 1]?.querySelector('button[value="efter"]');
  if (!button) return; // the first section is written on a page of its own
  event.preventDefault();
  list.press(button);
});

document.querySelector("[data-texts]").addEventListener("click", (event) => {
  event.preventDefault();
  const isShort = holder.classList.toggle("outline-headings-only");
  event.target.textContent = isShort ? "Visa texterna" : "Visa bara rubriker";
});

document.querySelector("[data-outline-keys]").hidden = false;
makeDraggable(list, (item) => item.querySelector('button[name="riktning"]').getAttribute("formaction"));
showHandles();
showKept();
window.addEventListener("pageshow", ({ persisted }) => persisted && list.refresh());
