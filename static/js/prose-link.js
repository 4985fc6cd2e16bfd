// The dialog for a link's address.
import { openDialog } from "finsam/prose-dialog";

const ALLOWED = /^(https?:\/\/|mailto:|tel:)\S+$/i;
const BARE_ADDRESS = /^(www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/|$))\S*$/i;
const BARE_EMAIL = /^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i;

// The address as it is stored, or "" when it is none.
function whole(typed) {
  const wanted = typed.trim();
  if (ALLOWED.test(wanted)) return wanted;
  if (BARE_EMAIL.test(wanted)) return `mailto:${wanted}`;
  return BARE_ADDRESS.test(wanted) ? `https://${wanted}` : "";
}

export function linkDialog(editor, signal) {
  const address = document.createElement("input");
  address.type = "text";
  address.inputMode = "url";
  address.autocomplete = "off";
  address.className = "form-control";
  address.id = `${editor.view.dom.id}_link`;
  const label = document.createElement("label");
  label.className = "form-label";
  label.htmlFor = address.id;
  label.textContent = "Adress";
  const problem = document.createElement("p");
  problem.id = `${address.id}_problem`;
  problem.className = "editor-problem";
  problem.setAttribute("role", "alert");
  const save = document.createElement("button");
  save.type = "button";
  save.className = "btn btn-primary";
  save.textContent = "Spara länken";
  const row = document.createElement("div");
  row.className = "button-row";
  row.append(save);
  const dialog = openDialog("Länk", [label, address, problem, row], editor, signal);

  const store = () => {
    const href = whole(address.value);
    address.setAttribute("aria-invalid", String(!href));
    if (!href) {
      address.setAttribute("aria-describedby", problem.id);
      problem.textContent = "Skriv hela adressen, till exempel https://www.example.se.";
      address.focus();
      return;
    }
    dialog.close();
    if (editor.state.selection.empty && !editor.isActive("link")) {
      const text = address.value.trim();
      editor.chain().insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run();
    } else {
      editor.chain().extendMarkRange("link").setLink({ href }).run();
    }
  };
  save.addEventListener("click", store);
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") store();
  });

  return () => {
    address.value = editor.getAttributes("link").href ?? "";
    address.removeAttribute("aria-invalid");
    address.removeAttribute("aria-describedby");
    problem.textContent = "";
    dialog.showModal();
    address.focus();
    return true;
  };
}
