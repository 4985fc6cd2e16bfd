// Asks before one leaves a page with something written and not saved. A form that comes back with errors, or because
// someone else saved first, holds unsaved text from the start: such a form carries data-unsaved.
const followed = new WeakSet();

export function warnBeforeLeaving(form) {
  if (followed.has(form)) return;
  followed.add(form);
  let unsaved = "unsaved" in form.dataset;
  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
