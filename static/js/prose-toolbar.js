// The editor's toolbar: words on buttons, one stop in the tab order, arrows between the buttons (the ARIA toolbar pattern).

const TOOLS = [
  { label: "Fet", name: "bold", run: (chain) => chain.toggleBold() },
  { label: "Kursiv", name: "italic", run: (chain) => chain.toggleItalic() },
  { label: "Punktlista", name: "bulletList", run: (chain) => chain.toggleBulletList() },
  { label: "Numrerad lista", name: "orderedList", run: (chain) => chain.toggleOrderedList() },
  { label: "Citat", name: "blockquote", run: (chain) => chain.toggleBlockquote() },
  { label: "Länk", name: "link", dialog: "editLink" },
  { label: "Infoga siffra", dialog: "insertFigure" },
  { label: "Tabell", run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), outside: "table" },
  { label: "Rad till", run: (chain) => chain.addRowAfter(), inside: "table" },
  { label: "Kolumn till", run: (chain) => chain.addColumnAfter(), inside: "table" },
  { label: "Ta bort rad", run: (chain) => chain.deleteRow(), inside: "table" },
  { label: "Ta bort kolumn", run: (chain) => chain.deleteColumn(), inside: "table" },
  { label: "Ta bort tabellen", run: (chain) => chain.deleteTable(), inside: "table" },
  { label: "Ångra", run: (chain) => chain.undo(), possible: (editor) => editor.can().undo() },
  { label: "Gör om", run: (chain) => chain.redo(), possible: (editor) => editor.can().redo() },
];

function button(tool, editor, dialogs) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `tool${tool.name ? ` tool-${tool.name}` : ""}`;
  element.textContent = tool.label;
  element.tabIndex = -1;
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") === "true") return;
    if (tool.dialog) dialogs[tool.dialog]();
    else tool.run(editor.chain().focus()).run();
  });
  return element;
}

function show(tool, element, editor) {
  if (tool.name) element.setAttribute("aria-pressed", String(editor.isActive(tool.name)));
  if (tool.inside) element.hidden = !editor.isActive(tool.inside);
  if (tool.outside) element.hidden = editor.isActive(tool.outside);
  if (tool.possible) element.setAttribute("aria-disabled", String(!tool.possible(editor)));
}

function walk(bar, event) {
  const shown = [...bar.querySelectorAll("button:not([hidden])")];
  const here = shown.indexOf(document.activeElement);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (next === undefined || here < 0) return;
  event.preventDefault();
  const target = shown[(next + shown.length) % shown.length];
  for (const element of shown) element.tabIndex = element === target ? 0 : -1;
  target.focus();
}

export function toolbar(editor, dialogs) {
  const available = TOOLS.filter((tool) => !tool.dialog || dialogs[tool.dialog]);
  const buttons = available.map((tool) => button(tool, editor, dialogs));
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Textens utseende");
  bar.setAttribute("aria-controls", editor.view.dom.id);
  bar.append(...buttons);
  bar.addEventListener("keydown", (event) => walk(bar, event));
  buttons[0].tabIndex = 0;

  const refresh = () => {
    available.forEach((tool, place) => show(tool, buttons[place], editor));
    if (!buttons.some((element) => !element.hidden && element.tabIndex === 0)) buttons[0].tabIndex = 0;
  };
  editor.on("transaction", refresh);
  refresh();
  return bar;
}
