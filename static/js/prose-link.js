// The dialog for a link's address.
import { openDialog } from "./prose-dialog.js";

const ALLOWED = /^(https?:\/\/|mailto:|tel:)\S+$/i;

export function linkDialog(editor, frame) {
  const address = document.createElement("input");
  address.type = "url";
  address.className = "form-control";
  address.id = `${frame.querySelector(".ProseMirror").id}_link`;
  const label = document.createElement("label");
  label.className = "form-label";
  label.htmlFor = address.id;
  label.textContent = "Adress";
  const problem = document.createElement("p");
  problem.className = "form-text";
  problem.setAttribute("role", "status");
  const save = document.createElement("button");
  save.type = "button";
  save.className = "btn btn-primary";
  save.textContent = "Spara länken";
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn btn-link";
  remove.textContent = "Ta bort länken";
  const row = document.createElement("div");
  row.className = "button-row";
  row.append(save, remove);
  const dialog = openDialog(frame, "Länk", [label, address, problem, row], editor);

  const store = () => {
    const wanted = address.value.trim();
    if (!ALLOWED.test(wanted)) {
      problem.textContent = "Skriv hela adressen, till exempel https://www.example.se.";
      address.focus();
      return;
    }
    dialog.close();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: wanted, marks: [{ type: "link", attrs: { href: wanted } }] }).run();
    } else {
      chain.setLink({ href: wanted }).run();
    }
  };
  save.addEventListener("click", store);
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the dialog stands inside the page's form, which must not be sent
    store();
  });
  remove.addEventListener("click", () => {
    dialog.close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });

  return () => {
    const current = editor.getAttributes("link").href ?? "";
    address.value = current;
    problem.textContent = "";
    remove.hidden = !current;
    dialog.showModal();
    address.focus();
  };
}
