// What every page that saves by itself needs: to send, to know whether there is contact, to tell the time.

export const clock = (at = new Date()) => at.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

const CARRIED = 60_000; // bytes: of more than 64 kB that outlives its page a browser sends nothing at all
const SIGNED_OUT = { problem: "signed_out", message: "Du är inte längre inloggad." };

function csrfToken(form) {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie); // a new one after signing in again elsewhere
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

// { status, data }: status 0 when there is no contact, 401 when one is no longer signed in.
async function ask(url, options) {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(20_000), ...options });
    if (answer.type === "opaqueredirect") return { status: 401, data: SIGNED_OUT };
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, data: isJson ? await answer.json() : { text: await answer.text() } };
  } catch {
    return { status: 0, data: {} };
  }
}

// Sends JSON. `isLeft`: the page may be on its way out, and the sending is to go on without it. What is too large for that
// is sent like anything else: it arrives if the page is only hidden, and else waits where the page keeps what is unsaved.
export function sendJson(form, url, body, isLeft = false) {
  const text = JSON.stringify(body);
  return ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(form) },
    body: text,
    keepalive: isLeft && new Blob([text]).size < CARRIED,
  });
}

// Sends what a button of a form sends.
export const sendFields = (form, url, fields) =>
  ask(url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(form) },
    body: new URLSearchParams(fields),
  });

export const fetchFrom = (url, accept = "text/html") => ask(url, { headers: { Accept: accept } });
