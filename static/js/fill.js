// "Ta det sparade": puts the saved version of a field into the form when two people have saved the same thing.
for (const button of document.querySelectorAll("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.fill);
    if (!field) return;
    if (field.isContentEditable) {
      field.dispatchEvent(new CustomEvent("finsam:fill", { detail: button.dataset.fillValue }));
      field.focus();
      return;
    }
    field.value = button.dataset.fillValue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}
