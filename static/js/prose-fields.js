// The fields of the editor's dialogs: a label above, help below, and what is wrong said at the field.

export function field(id, { label, help = "", type = "text", rows = 0 }) {
  const input = document.createElement(rows ? "textarea" : "input");
  if (rows) input.rows = rows;
  else input.type = type;
  input.className = "form-control";
  input.id = id;
  input.autocomplete = "off";
  const words = document.createElement("label");
  words.className = "form-label";
  words.htmlFor = id;
  words.textContent = label;
  const problem = document.createElement("p");
  problem.id = `${id}_problem`;
  problem.className = "editor-problem";
  problem.setAttribute("role", "alert");
  const hint = document.createElement("p");
  hint.id = `${id}_help`;
  hint.className = "form-text";
  hint.textContent = help;
  hint.hidden = !help;
  const holder = document.createElement("div");
  holder.className = "editor-field";
  holder.append(words, input, hint, problem);
  const describe = (text) => {
    problem.textContent = text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
    const described = [help && hint.id, text && problem.id].filter(Boolean).join(" ");
    if (described) input.setAttribute("aria-describedby", described);
    else input.removeAttribute("aria-describedby");
  };
  describe("");
  return { holder, input, refuse: describe };
}

export function buttonRow(label, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary";
  button.textContent = label;
  button.addEventListener("click", run);
  const row = document.createElement("div");
  row.className = "button-row";
  row.append(button);
  return { row, button };
}
