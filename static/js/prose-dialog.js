// A dialog of the editor: a heading, what it holds, and a way out that gives the text its focus back.
let count = 0;

// `signal` ends it with its editor.
export function openDialog(title, content, editor, signal) {
  count += 1;
  const dialog = document.createElement("dialog");
  dialog.className = "editor-dialog";
  const heading = document.createElement("h2");
  heading.id = `editor-dialog-${count}`;
  heading.textContent = title;
  dialog.setAttribute("aria-labelledby", heading.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-link";
  close.textContent = "Stäng";
  close.addEventListener("click", () => dialog.close());
  const head = document.createElement("div");
  head.className = "editor-dialog-head";
  head.append(heading, close);
  dialog.append(head, ...content);
  dialog.addEventListener("close", () => editor.isDestroyed || editor.view.focus());
  // Outside the page's form, so that what is typed in the dialog neither sends it nor counts as written in it.
  document.body.append(dialog);
  signal?.addEventListener("abort", () => dialog.remove());
  return dialog;
}
