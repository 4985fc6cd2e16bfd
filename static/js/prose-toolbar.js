// The editor's toolbar: one stop in the tab order, arrows between the buttons (the ARIA toolbar pattern). Escape goes back
// to the text, Alt+F10 comes from it.

const COMMAND = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

const TOOLS = [
  { label: "Fet", name: "bold", key: "B", run: (chain) => chain.toggleBold() },
  { label: "Kursiv", name: "italic", key: "I", run: (chain) => chain.toggleItalic() },
  { label: "Mellanrubrik", name: "heading", key: "Alt+3", run: (chain) => chain.toggleHeading({ level: 3 }), on: { level: 3 }, outside: "table" },
  { label: "Mindre rubrik", name: "heading", key: "Alt+4", run: (chain) => chain.toggleHeading({ level: 4 }), on: { level: 4 }, outside: "table" },
  { label: "Punktlista", name: "bulletList", key: "Shift+8", run: (chain) => chain.toggleBulletList() },
  { label: "Numrerad lista", name: "orderedList", key: "Shift+7", run: (chain) => chain.toggleOrderedList() },
  { label: "Citat", name: "blockquote", key: "Shift+B", run: (chain) => chain.toggleBlockquote() },
  { label: "Länk", name: "link", key: "K", dialog: "editLink" },
  { label: "Ta bort länk", run: (chain) => chain.extendMarkRange("link").unsetLink(), inside: "link" },
  { label: "Infoga siffra", name: "figure", key: ".", dialog: "insertFigure" },
  { label: "Hänvisning", name: "crossing", key: "Alt+R", dialog: "insertCrossing" },
  { label: "Fotnot", name: "note", key: "Shift+F", dialog: "insertNote" },
  { label: "Bild", name: "picture", dialog: "insertPicture", outside: "table" },
  { label: "Tabell", run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), outside: "table" },
  { label: "Rad till", run: (chain) => chain.addRowAfter(), inside: "table" },
  { label: "Kolumn till", run: (chain) => chain.addColumnAfter(), inside: "table" },
  { label: "Rubrikrad", run: (chain) => chain.toggleHeaderRow(), inside: "table" },
  { label: "Rubrikkolumn", run: (chain) => chain.toggleHeaderColumn(), inside: "table" },
  { label: "Tabellrubrik", dialog: "editCaption", inside: "table" },
  { label: "Ta bort rad", run: (chain) => chain.deleteRow(), inside: "table" },
  { label: "Ta bort kolumn", run: (chain) => chain.deleteColumn(), inside: "table" },
  { label: "Ta bort tabellen", run: (chain) => chain.deleteTable(), inside: "table" },
  { label: "Ångra", key: "Z", run: (chain) => chain.undo(), possible: (editor) => editor.can().undo() },
  { label: "Gör om", key: "Y", run: (chain) => chain.redo(), possible: (editor) => editor.can().redo() },
];
const TOGGLES = new Set(["heading", "bold", "italic", "bulletList", "orderedList", "blockquote"]);

function button(tool, editor, actions) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `tool${tool.name ? ` tool-${tool.name}` : ""}`;
  element.textContent = tool.label;
  element.tabIndex = -1;
  if (tool.key) {
    element.title = `${tool.label} (${COMMAND}+${tool.key})`;
    element.setAttribute("aria-keyshortcuts", `${COMMAND === "⌘" ? "Meta" : "Control"}+${tool.key}`);
  }
  if (tool.dialog) element.setAttribute("aria-haspopup", "dialog");
  element.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps focus and selection
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") === "true") return;
    if (tool.dialog) {
      actions[tool.dialog]();
      return;
    }
    editor.view.focus(); // at once: the library's own focus command waits a frame, and a fast typist loses a letter
    tool.run(editor.chain()).run();
  });
  return element;
}

function show(tool, element, editor) {
  if (TOGGLES.has(tool.name)) element.setAttribute("aria-pressed", String(editor.isActive(tool.name, tool.on)));
  if (tool.inside) element.hidden = !editor.isActive(tool.inside);
  if (tool.outside) element.hidden = editor.isActive(tool.outside);
  if (tool.possible) element.setAttribute("aria-disabled", String(!tool.possible(editor)));
}

function makeStop(buttons, target) {
  for (const element of buttons) element.tabIndex = element === target ? 0 : -1;
}

function walk(buttons, event, editor) {
  if (event.key === "Escape") {
    editor.view.focus();
    return;
  }
  const shown = buttons.filter((element) => !element.hidden);
  const here = shown.indexOf(document.activeElement);
  const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (next === undefined || here < 0) return;
  event.preventDefault();
  const target = shown[(next + shown.length) % shown.length];
  makeStop(buttons, target);
  target.focus();
}

export function toolbar(editor, actions) {
  const available = TOOLS.filter((tool) => !tool.dialog || actions[tool.dialog]);
  const buttons = available.map((tool) => button(tool, editor, actions));
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Verktyg för texten");
  bar.setAttribute("aria-controls", editor.view.dom.id);
  bar.append(...buttons);
  bar.addEventListener("keydown", (event) => walk(buttons, event, editor));
  bar.addEventListener("focusin", (event) => makeStop(buttons, event.target));
  makeStop(buttons, buttons[0]);

  const refresh = () => {
    available.forEach((tool, place) => show(tool, buttons[place], editor));
    if (!buttons.some((element) => !element.hidden && element.tabIndex === 0)) makeStop(buttons, buttons[0]);
  };
  editor.on("transaction", refresh);
  refresh();
  return bar;
}
