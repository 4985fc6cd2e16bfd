// The page of goal areas and activities: asks before one leaves with something unsaved, and moves a row from the keyboard.
import { warnBeforeLeaving } from "finsam/prose-leave";

const form = document.getElementById("malomraden");

// Alt with an arrow presses the row's own button, which saves what is written and moves the row.
function move(event) {
  const direction = { ArrowUp: "upp", ArrowDown: "ner" }[event.key];
  if (!direction || !event.altKey || event.ctrlKey || event.metaKey) return;
  const row = event.target.closest("tr[id], section.goal");
  const button = row?.querySelector(`button[name="gor"][value^="${direction}:"]`);
  if (!button) return;
  event.preventDefault();
  if (!button.disabled) form.requestSubmit(button);
}

if (form) {
  warnBeforeLeaving(form);
  form.addEventListener("keydown", move);
}
