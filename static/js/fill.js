// "Ta det sparade": puts the saved version of a field into the form when two people have saved the same thing.

// How each kind of field takes a value. A date comes as the field itself writes it, a box to tick as "true" or "".
function put(field, value) {
  if (field.isContentEditable) {
    field.dispatchEvent(new CustomEvent("finsam:fill", { detail: value })); // the editor of running text
    return;
  }
  if (field.type === "checkbox") {
    field.checked = value === "true";
  } else if (field instanceof HTMLSelectElement) {
    const option = [...field.options].find((each) => each.value === value);
    if (option) option.selected = true; // else it is no longer offered: what stands there stays
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const button of document.querySelectorAll("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    if (!field) return;
    put(field, button.dataset.fillValue);
    field.focus();
  });
}
