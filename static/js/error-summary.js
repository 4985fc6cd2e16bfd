// Moves focus to the error summary when a page comes back with errors, and from its links into the fields themselves.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("div[id^='div_']") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
