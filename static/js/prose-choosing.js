// Lists to choose from in the editor's dialogs: what matches a search, and the keys between the choices.

// As one searches: small letters, plain spaces, no spaces within numbers.
function folded(text) {
  return text.toLocaleLowerCase("sv").replace(/\s+/g, " ").replace(/(\d) (?=\d)/g, "$1");
}

// The field one searches in, with its label; `count` says beside it how much is left.
export function searchField(count, words) {
  const search = document.createElement("input");
  search.type = "text"; // Escape closes the dialog at once; in a "search" it would first empty the field
  search.className = "form-control";
  search.id = `${count.id}_search`;
  search.autocomplete = "off";
  search.setAttribute("aria-describedby", count.id);
  const label = document.createElement("label");
  label.className = "form-label";
  label.htmlFor = search.id;
  label.textContent = words;
  return [label, search];
}

// Hides what does not match all the words, and says how much is left.
export function narrow(body, wanted, count, nouns) {
  const words = folded(wanted).trim().split(" ");
  let left = 0;
  for (const group of body.querySelectorAll("[data-group]")) {
    const text = folded(group.dataset.search);
    group.hidden = !words.every((word) => text.includes(word));
    if (!group.hidden) left += 1;
  }
  count.textContent = left ? `${left} ${left === 1 ? nouns.one : nouns.many}` : nouns.none;
}

// Down and up between what there is, sideways between the forms that one of them can be shown in.
export function walk(event, search, body) {
  const here = event.target.closest("button");
  const groups = [...body.querySelectorAll("[data-group]:not([hidden])")];
  const place = groups.findIndex((group) => group.contains(here));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const side = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
  if (step) {
    event.preventDefault();
    const target = groups[place + step]?.querySelector("button");
    (target ?? (step < 0 ? search : here ?? search)).focus();
  } else if (side && here) {
    event.preventDefault();
    here.parentElement[side]?.querySelector("button").focus();
  } else if (event.key === "Enter" && event.target === search) {
    event.preventDefault();
    groups[0]?.querySelector("button").click();
  }
}

// Makes a list of the page one to choose from.
export function makeChoosable(body, choose) {
  for (const row of body.querySelectorAll("[data-reference]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = row.dataset.shown;
    button.setAttribute("aria-label", `Infoga ${row.dataset.shown}, ${row.dataset.label}`);
    button.addEventListener("click", () => choose(row.dataset.reference));
    row.replaceChildren(button);
  }
  for (const group of body.querySelectorAll("[data-group]")) {
    group.dataset.search = `${group.dataset.group} ${group.textContent}`;
  }
  return body;
}
