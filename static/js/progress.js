// Follows a long piece of work: asks for its state, moves the bar, and shows the way to the result when it is there.
const PAUSE_MS = 700;
const PATIENCE = 5; // unanswered questions in a row before we say that we have lost sight of the work

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function show(panel, work) {
  const bar = panel.querySelector("progress");
  if (work.total) {
    bar.max = work.total;
    bar.value = work.done ?? 0;
  }
  const line = panel.querySelector("[data-work-message]");
  if (work.message && line.textContent !== work.message) line.textContent = work.message;
}

function finish(panel, work) {
  const bar = panel.querySelector("progress");
  if (work.state !== "done") {
    bar.hidden = true;
    return;
  }
  bar.max = bar.max || 1;
  bar.value = bar.max;
  if (!work.url) return;
  const result = panel.querySelector("[data-work-result]");
  const link = result.querySelector("a");
  link.href = work.url;
  result.hidden = false;
  if (panel.dataset.doneTitle) panel.querySelector("h2").textContent = panel.dataset.doneTitle;
  link.focus();
}

async function follow(panel) {
  let unanswered = 0;
  while (unanswered < PATIENCE) {
    try {
      const response = await fetch(panel.dataset.work, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const work = await response.json();
      unanswered = 0;
      show(panel, work);
      if (work.state === "done" || work.state === "failed") {
        finish(panel, work);
        return;
      }
    } catch {
      unanswered += 1;
    }
    await wait(PAUSE_MS);
  }
  show(panel, { message: "Ingen kontakt med servern. Ladda om sidan för att se hur långt arbetet har kommit." });
}

for (const panel of document.querySelectorAll("[data-work]")) follow(panel);
