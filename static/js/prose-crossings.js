// References to tables, notes, charts and sections of the same document: <data value="to:plans.training_events"></data>.
// They are kept and shown as figures are (prose-figures.js); the number is made by machine and follows when sections move.
import { makeChoosable, narrow, searchField, walk } from "finsam/prose-choosing";
import { openDialog } from "finsam/prose-dialog";

const NOUNS = { one: "ställe", many: "ställen", none: "Inget ställe i dokumentet heter så." };

// Copies the page's list into a dialog with a search field; null when the page has no list.
export function crossingDialog(editor, signal) {
  const list = document.querySelector("[data-crossings-body]");
  if (!list) return null;
  const choose = (value) => {
    dialog.close();
    editor.chain().insertContent({ type: "figureReference", attrs: { value } }).run();
  };
  const body = makeChoosable(list.cloneNode(true), choose);
  const count = document.createElement("p");
  count.id = `${editor.view.dom.id}_crossings`;
  count.className = "form-text";
  count.setAttribute("role", "status");
  const [label, search] = searchField(count, "Sök på rubrik eller nummer");
  const dialog = openDialog("Infoga hänvisning", [label, search, count, body], editor, signal);
  dialog.classList.add("editor-dialog-tall");
  search.addEventListener("input", () => narrow(body, search.value, count, NOUNS));
  dialog.addEventListener("keydown", (event) => walk(event, search, body));
  return () => {
    search.value = "";
    narrow(body, "", count, NOUNS);
    dialog.showModal();
    search.focus();
    body.scrollTop = 0;
    return true;
  };
}
