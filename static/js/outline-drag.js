// Sections dragged with the mouse by their handles: dropped before, after or, in the middle of a line, under another.
// The keyboard and the buttons do the same (outline-list.js).

const PLACES = ["fore", "under", "efter"];

export function makeDraggable(list, moveUrl) {
  let dragged = null;
  let target = null;

  const clear = () => {
    target?.item.classList.remove("drop-fore", "drop-under", "drop-efter");
    target = null;
  };

  list.holder.addEventListener("pointerdown", ({ target: pressed }) => {
    const item = pressed.closest("[data-handle]")?.closest("[data-section]");
    if (item) item.draggable = true;
  });
  list.holder.addEventListener("pointerup", () => {
    for (const item of list.items) item.draggable = false;
  });
  list.holder.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-section][draggable=true]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("[data-open]").textContent);
    dragged.classList.add("is-dragged");
  });
  list.holder.addEventListener("dragover", (event) => {
    const item = event.target.closest("[data-section]");
    if (!dragged || !item || item === dragged) return;
    event.preventDefault();
    const row = item.getBoundingClientRect();
    const place = PLACES[Math.min(2, Math.max(0, Math.floor((3 * (event.clientY - row.top)) / row.height)))];
    if (target?.item === item && target.place === place) return;
    clear();
    target = { item, place };
    item.classList.add(`drop-${place}`);
  });
  list.holder.addEventListener("drop", (event) => {
    if (!dragged || !target) return;
    event.preventDefault();
    const { item, place } = target;
    list.act(moveUrl(dragged), { riktning: "till", vid: item.dataset.section, plats: place }, { item: dragged });
  });
  list.holder.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    if (dragged) dragged.draggable = false;
    dragged = null;
    clear();
  });
}
