// Shows a table or list as it would read, beside the select that chooses it (<select data-block-preview="ADDRESS">), as
// soon as it is chosen. Forms that come later are followed too.
const shown = new WeakMap();

function previewOf(select) {
  if (!shown.has(select)) {
    const holder = document.createElement("details");
    holder.className = "block-preview";
    const summary = document.createElement("summary");
    summary.textContent = "Så här blir den i dokumentet";
    const body = document.createElement("div");
    body.className = "block-preview-body";
    body.tabIndex = 0;
    body.setAttribute("role", "region");
    body.setAttribute("aria-label", "Förhandsvisning");
    holder.append(summary, body);
    holder.addEventListener("toggle", () => holder.open && load(select));
    (select.closest(".mb-3") ?? select.parentElement).append(holder);
    shown.set(select, { holder, body, of: "" });
  }
  return shown.get(select);
}

async function load(select) {
  const preview = previewOf(select);
  const { value } = select;
  if (preview.of === value) return;
  preview.of = value;
  preview.body.textContent = "Räknar fram …";
  try {
    const answer = await fetch(`${select.dataset.blockPreview}?ensam=1&tabell=${encodeURIComponent(value)}`, { redirect: "manual" });
    const html = answer.ok ? await answer.text() : "";
    if (preview.of !== value) return;
    if (html) preview.body.innerHTML = html;
    else throw new Error(String(answer.status));
  } catch {
    if (preview.of !== value) return;
    preview.of = "";
    preview.body.textContent = "Förhandsvisningen går inte att hämta just nu. Prova igen.";
  }
}

function follow(select, opens) {
  const { holder } = previewOf(select);
  holder.hidden = !select.value;
  if (!select.value) return;
  if (opens) holder.open = true;
  if (holder.open) load(select);
}

const selectOf = (event) => event.target.closest?.("select[data-block-preview]");
document.addEventListener("change", (event) => selectOf(event) && follow(selectOf(event), event.isTrusted));
document.addEventListener("focusin", (event) => selectOf(event) && follow(selectOf(event), false));
for (const select of document.querySelectorAll("select[data-block-preview]")) follow(select, false);
