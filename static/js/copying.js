// Copies a value so that it can be pasted into another system. Where the browser cannot, there is no button.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const words = button.textContent;
    button.textContent = "Kopierat";
    setTimeout(() => {
      button.textContent = words;
    }, 1500);
  });
}
