// The line under the text: what is chosen in it (a figure, a note, a picture) and how it is changed; else the keys that
// are good to know, or something that was just said.
import { figureOf, isCrossing } from "finsam/prose-figures";
import { given } from "finsam/prose-page";

const HINT = "Alt+F10 går till verktygen.";

function words(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function describe(node) {
  const { name } = node.type;
  if (name === "footnote") return { what: [words("b", "Fotnot:"), ` ${node.attrs.words}`], label: "Ändra fotnoten", dialog: "insertNote" };
  if (name === "picture") return { what: [words("b", "Bild:"), ` ${node.attrs.alt}`], label: "Ändra bilden", dialog: "insertPicture" };
  if (name !== "figureReference") return null;
  const { value } = node.attrs;
  const found = figureOf(value);
  if (isCrossing(value)) {
    const leads = found ? [words("b", "Hänvisning:"), ` ${found.shown} (${found.label})`] : [words("b", "Det som hänvisningen ledde till saknas:"), " ", words("code", value)];
    return { what: leads, label: "Byt hänvisning", dialog: "insertCrossing" };
  }
  const what = found
    ? [words("b", `${found.label}:`), ` ${found.shown} `, words("code", value)]
    : [words("b", "Siffran saknas:"), " ", words("code", value)];
  const [key] = value.split(/[:@/]/);
  const uses = found && given("uses") ? `${given("uses")}${key}/` : "";
  return { what, label: "Byt siffra", dialog: "insertFigure", uses };
}

export function aboutLine(editor, actions) {
  const line = document.createElement("div");
  line.className = "editor-about";
  const said = document.createElement("p");
  said.setAttribute("aria-live", "polite");
  line.append(said);
  let last = null;
  let told = "";

  const show = () => {
    const node = editor.state.selection.node ?? null;
    const key = node && `${node.type.name}${JSON.stringify(node.attrs)}`;
    if (key === last && !told) return;
    last = key;
    for (const each of [...line.children].slice(1)) each.remove();
    const about = node && describe(node);
    said.classList.toggle("is-warning", Boolean(told));
    said.replaceChildren(...(about ? about.what : [told || HINT]));
    told = "";
    if (!about) return;
    if (actions[about.dialog]) {
      const change = words("button", about.label);
      change.type = "button";
      change.className = "btn btn-link btn-sm";
      change.addEventListener("click", () => actions[about.dialog]());
      line.append(change);
    }
    if (about.uses) {
      const link = words("a", "Var används siffran?");
      link.href = about.uses;
      link.target = "_blank"; // the text here may not be saved
      link.rel = "noopener";
      line.append(link);
    }
  };
  editor.on("selectionUpdate", show);
  editor.on("update", show);
  last = undefined;
  show();
  return {
    line,
    tell(text) {
      told = text;
      last = undefined;
      setTimeout(() => {
        if (told) show();
      });
    },
  };
}
