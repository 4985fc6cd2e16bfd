// What the page gives its editors: where pictures, figures of other years and their uses are, and the page's own token.
// It stands in the list of figures, <details data-figures>; a page without one has neither figures nor pictures.
export const given = (name) => document.querySelector("[data-figures]")?.dataset[name] ?? "";

export function csrfToken() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
