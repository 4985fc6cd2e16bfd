// Proposes names after an @ in a text area with data-mention: those in the page's list of names that begin so.
// Arrow keys choose, Enter or Tab takes, Escape closes. Without this the name is typed, or ticked under "Nämn någon".
const MOST = 8;
const source = document.getElementById("namn-att-namna");
const names = source ? JSON.parse(source.textContent) : [];

/** What is typed after the last @ before the caret, with its place; null when no name is being typed. */
function typed(area) {
  const before = area.value.slice(0, area.selectionStart);
  const start = before.lastIndexOf("@");
  if (start < 0 || /\S/.test(before[start - 1] ?? "")) return null;
  const words = before.slice(start + 1);
  return /\n|@/.test(words) || words.length > 60 ? null : { start, words };
}

function fitting(words) {
  const wanted = words.toLocaleLowerCase("sv");
  const begins = (name) => name.toLocaleLowerCase("sv").split(/[\s-]+/).some((_, at, parts) => parts.slice(at).join(" ").startsWith(wanted));
  return names.filter((name) => begins(name) && name !== words).slice(0, MOST);
}

function enhance(area, number) {
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.id = `namnlista-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Namn att nämna");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  const frame = document.createElement("div");
  frame.className = "mention-field";
  area.before(frame);
  frame.append(area, list, said);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let chosen = 0;

  const close = () => {
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
    said.textContent = "";
  };

  const mark = () => {
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    area.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (name) => {
    const found = typed(area);
    if (found) area.setRangeText(`@${name} `, found.start, area.selectionStart, "end");
    close();
    area.focus();
  };

  const propose = () => {
    const found = typed(area);
    const fit = found ? fitting(found.words) : [];
    if (!fit.length) return close();
    list.replaceChildren(
      ...fit.map((name, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.textContent = name;
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault(); // keeps the caret in the text
          take(name);
        });
        return option;
      }),
    );
    chosen = 0;
    list.hidden = false;
    said.textContent = fit.length === 1 ? "Ett namn passar. Välj med Enter." : `${fit.length} namn passar. Välj med pilarna och Enter.`;
    mark();
  };

  area.addEventListener("input", propose);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      chosen = (chosen + moves[event.key] + list.children.length) % list.children.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      take(list.children[chosen].textContent);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
}

if (names.length) document.querySelectorAll("textarea[data-mention]").forEach(enhance);
