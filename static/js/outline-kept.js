// Text that waits to be saved, kept in the browser's own storage, section by section, so that neither a dropped
// connection nor a reload loses any. With it stand the revision and the text it was written over.

const prefix = ({ document, user }) => `finsam-avsnitt-${document}-${user}-`;

// Whether it could be kept; private browsing or a full storage says no, and then the page alone has it.
export function keep(place, key, waiting) {
  try {
    localStorage.setItem(prefix(place) + key, JSON.stringify({ ...waiting, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(place, key) {
  try {
    localStorage.removeItem(prefix(place) + key);
  } catch {
    // There is no storage, and so nothing in it.
  }
}

// { revision, base, fields, at }, or null.
export function kept(place, key) {
  try {
    const found = JSON.parse(localStorage.getItem(prefix(place) + key));
    return found?.fields && found.base && Number.isInteger(found.revision) ? found : null;
  } catch {
    return null;
  }
}

// The keys of all sections of the document that have text waiting.
export function keptKeys(place) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix(place)))
      .map((name) => name.slice(prefix(place).length));
  } catch {
    return [];
  }
}
