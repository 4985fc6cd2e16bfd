// Pictures in running text: <img data-picture="KEY" alt="WORDS">. The file is sent when it is chosen, and cleaned by the
// server; the text stores which picture it is and what it shows in words, which is never left out.
import { Node } from "django-prose-editor/editor";
import { openDialog } from "finsam/prose-dialog";
import { buttonRow, field } from "finsam/prose-fields";
import { csrfToken, given } from "finsam/prose-page";

const LARGEST = 10 * 1024 * 1024;
const KINDS = ["image/png", "image/jpeg"];

export const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return {
      key: { default: "", parseHTML: (element) => element.dataset.picture ?? "" },
      alt: { default: "", parseHTML: (element) => element.getAttribute("alt") ?? "" },
    };
  },

  parseHTML() {
    return [{ tag: "img[data-picture]" }];
  },

  renderHTML({ node }) {
    return ["img", { "data-picture": node.attrs.key, alt: node.attrs.alt }];
  },

  renderText({ node }) {
    return `[bild: ${node.attrs.alt}]`;
  },

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("div");
      dom.className = "picture-chip";
      const image = document.createElement("img");
      image.alt = node.attrs.alt;
      image.title = node.attrs.alt;
      image.addEventListener("error", () => dom.classList.add("is-missing"));
      if (given("pictures")) image.src = `${given("pictures")}${node.attrs.key}/`;
      dom.append(image);
      return { dom };
    };
  },
});

const chosen = (editor) => {
  const { node } = editor.state.selection;
  return node?.type.name === "picture" ? node : null;
};

// The caret after a picture that was just put in: left chosen, it would be replaced by the next letter typed.
function writeOn({ tr }) {
  const { selection } = tr;
  const end = selection.to;
  if (!selection.constructor.findFrom(tr.doc.resolve(end), 1, true)) {
    tr.insert(end, tr.doc.type.schema.nodes.paragraph.create());
  }
  tr.setSelection(selection.constructor.near(tr.doc.resolve(end), 1));
  return true;
}

// { key } of the picture as it is kept, or { errors } by field.
async function send(file, alt) {
  const body = new FormData();
  body.append("file", file);
  body.append("alt", alt);
  try {
    const answer = await fetch(given("pictures"), {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      body,
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
    return { errors: { file: ["Bilden togs inte emot. Är du fortfarande inloggad? Prova igen."] } };
  } catch {
    return { errors: { file: ["Ingen kontakt. Prova igen när kontakten är tillbaka."] } };
  }
}

// Null on a page that has no place for pictures.
export function pictureDialog(editor, signal) {
  if (!given("pictures")) return null;
  const id = `${editor.view.dom.id}_picture`;
  const file = field(id, { label: "Bild", help: "PNG eller JPEG, högst 10 MB.", type: "file" });
  file.input.accept = KINDS.join(",");
  const alt = field(`${id}_alt`, {
    label: "Vad bilden visar",
    help: "Läses upp för den som inte ser bilden. Skriv det bilden ska säga, till exempel ”Två av tre har gått vidare till arbete”.",
    rows: 2,
  });
  alt.input.spellcheck = true;
  alt.input.maxLength = 300;
  const progress = document.createElement("p");
  progress.className = "form-text";
  progress.setAttribute("role", "status");

  const say = (errors) => {
    file.refuse((errors.file ?? []).join(" "));
    alt.refuse([...(errors.alt ?? []), ...(errors.__all__ ?? [])].join(" "));
    if (errors.file) file.input.focus();
    else if (errors.alt) alt.input.focus();
    return Object.keys(errors).length > 0;
  };
  const store = async () => {
    const [picked] = file.input.files;
    const words = alt.input.value.trim().replace(/\s+/g, " ");
    const errors = {};
    if (!picked && !chosen(editor)) errors.file = ["Välj en bild."];
    else if (picked && !KINDS.includes(picked.type)) errors.file = ["Välj en bild i PNG eller JPEG."];
    else if (picked?.size > LARGEST) errors.file = ["Bilden är större än 10 MB. Välj en mindre."];
    if (!words) errors.alt = ["Skriv vad bilden visar, för den som inte ser den."];
    if (say(errors)) return;
    let { key } = chosen(editor)?.attrs ?? {};
    if (picked) {
      button.disabled = true;
      progress.textContent = "Skickar bilden …";
      const answer = await send(picked, words);
      button.disabled = false;
      progress.textContent = "";
      if (answer.errors) {
        say(answer.errors);
        return;
      }
      ({ key } = answer);
    }
    dialog.close();
    const attrs = { key, alt: words };
    if (chosen(editor)) editor.chain().updateAttributes("picture", attrs).run();
    else editor.chain().insertContent({ type: "picture", attrs }).command(writeOn).run();
  };
  const { row, button } = buttonRow("Infoga bilden", store);
  const dialog = openDialog("Bild", [file.holder, alt.holder, progress, row], editor, signal);

  // `files`: a picture that was pasted or dropped.
  return (files = null) => {
    const node = chosen(editor);
    file.input.value = "";
    if (files) file.input.files = files;
    alt.input.value = node?.attrs.alt ?? "";
    file.refuse("");
    alt.refuse("");
    file.holder.querySelector("label").textContent = node ? "En annan bild (om den ska bytas)" : "Bild";
    button.textContent = node ? "Spara bilden" : "Infoga bilden";
    dialog.showModal();
    (node || files ? alt : file).input.focus();
    return true;
  };
}

// The pictures among what is pasted or dropped, as files to choose; null when there are none, or words beside them.
export function picturesIn(data) {
  if (!data || data.types.includes("text/html") || data.types.includes("text/plain")) return null;
  const files = new DataTransfer();
  const found = [...data.files].find((each) => KINDS.includes(each.type));
  if (!found) return null;
  files.items.add(found);
  return files.files;
}
