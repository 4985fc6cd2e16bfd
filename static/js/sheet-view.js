// A sheet wider than the window: shadows where columns go on out of view, and a line that names them and goes there.
export class View {
  constructor(table) {
    this.table = table;
    this.region = table.element.parentElement;
    this.frame = this.region.parentElement;
    this.more = document.querySelector("[data-sheet-more]");
    this.more.addEventListener("click", () => this.turn());
    this.region.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => this.look()).observe(this.region);
    this.look();
  }

  get stuck() {
    return this.table.element.querySelector("thead .sheet-label").getBoundingClientRect().right;
  }

  // The columns of figures that are not wholly in view, on either side.
  outOfView() {
    const { left, right } = this.region.getBoundingClientRect();
    const edge = Math.max(left, this.stuck);
    const seen = [...this.table.element.querySelectorAll("thead th.figure")].map((th) => [th, th.getBoundingClientRect()]);
    return {
      before: seen.filter(([, box]) => box.left < edge - 2).map(([th]) => th.textContent),
      after: seen.filter(([, box]) => box.right > right + 2).map(([th]) => th.textContent),
    };
  }

  look() {
    const { before, after } = this.outOfView();
    this.frame.classList.toggle("goes-on-left", before.length > 0);
    this.frame.classList.toggle("goes-on-right", after.length > 0);
    this.more.hidden = !before.length && !after.length;
    const names = after.length ? after : before;
    const named = names.length > 3 ? `${names.slice(0, 2).join(", ")} och ${names.length - 2} till` : names.join(", ");
    const text = after.length ? `Fler kolumner till höger: ${named} →` : `← Kolumner till vänster: ${named}`;
    if (!this.more.hidden && this.more.textContent !== text) this.more.textContent = text;
  }

  turn() {
    const { left, right } = this.region.getBoundingClientRect();
    const page = Math.max(120, right - Math.max(left, this.stuck) - 40);
    this.region.scrollBy({ left: this.outOfView().after.length ? page : -this.region.scrollWidth });
  }
}
