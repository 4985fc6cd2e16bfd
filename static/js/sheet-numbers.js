// Amounts as Swedes write them, read and written exactly as finsam/swedish.py and budgets/domain/sheet_cells.py do; a test
// feeds both the same texts. Amounts are whole öre in BigInt: no floating point. "Plain" is how cells are compared and
// sent: "", "35000", "-12500,50", in kronor.
const EDGES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const STRIP = new RegExp(`^${EDGES}+|${EDGES}+$`, "g");
const SPACES = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const NOTHING = /^[-\u2010-\u2015\u2212]?$/;
const AMOUNT = /^([-+\u2212\u2013]?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,([0-9]{1,2}))?$/;
const WITH_UNIT = /^([^\n]*[0-9]) ?(tkr|mnkr|mkr|msek|kr|kronor|:-|%|procent)$/i;
const SEVERAL = new RegExp(`[0-9]${EDGES}*[\\t\\r\\n]${EDGES}*[-+\\u2212\\u2013]?[0-9]`);
const KRONOR = ["kr", "kronor", ":-"];
const UNITS = {
  tkr: "tusental kronor",
  mnkr: "miljoner kronor",
  mkr: "miljoner kronor",
  msek: "miljoner kronor",
  kr: "kronor",
  kronor: "kronor",
  ":-": "kronor",
  "%": "procent",
  procent: "procent",
};
const LARGEST = 99_999_999_999_999n;
const LONGEST = 60;
const NBSP = "\u00a0";

export const strip = (text) => text.replace(STRIP, "");

// { ore } with null for nothing, or { error } in Swedish. `unit` is what is typed: "kr" or "tkr".
export function parse(text, unit = "kr") {
  if (text.length > LONGEST && [...text].length > LONGEST) {
    return { error: `Det som står här är längre än ${LONGEST} tecken. Skriv bara talet, till exempel 1${NBSP}234,50.` };
  }
  const stripped = strip(text);
  if (NOTHING.test(stripped)) return { ore: null };
  let cleaned = stripped.replace(SPACES, " ");
  const named = WITH_UNIT.exec(cleaned);
  if (named) {
    const name = named[2].toLowerCase();
    if (!(unit === "tkr" ? ["tkr"] : KRONOR).includes(name)) return { error: wrongUnit(text, name, unit) };
    cleaned = named[1];
  }
  cleaned = cleaned.replace(/^([-+\u2212\u2013]) /, "$1");
  const found = AMOUNT.exec(cleaned);
  if (!found) return { error: whyNot(text, cleaned) };
  const size = BigInt(found[2].replaceAll(" ", "") + (found[3] ?? "").padEnd(2, "0")) * (unit === "tkr" ? 1000n : 1n);
  if (size > LARGEST) return { error: "Beloppet är större än vad som går att spara." };
  return { ore: found[1] && found[1] !== "+" ? -size : size };
}

function wrongUnit(text, name, unit) {
  const example = unit === "tkr" ? "" : `, till exempel 702${NBSP}000`;
  return `”${text}” är i ${UNITS[name]}. Skriv det i ${UNITS[unit]}${example}.`;
}

function whyNot(text, cleaned) {
  if (SEVERAL.test(cleaned)) return `”${text}” är flera tal. Klistra in ett i taget.`;
  if (cleaned.includes(".")) {
    return `”${text}” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.`;
  }
  if (/^[-+\u2212\u2013]?[0-9 ]+,[0-9]{3,}$/.test(cleaned)) return `”${text}” har fler än två decimaler.`;
  if (/^[-+\u2212\u2013]?[0-9 ,]+$/.test(cleaned)) {
    return `”${text}” är grupperat på ett sätt som inte går att tolka: skriv till exempel 1${NBSP}234,50.`;
  }
  return `”${text}” är inte ett tal. Skriv med siffror, till exempel 1${NBSP}234,50.`;
}

const size = (ore) => (ore < 0n ? -ore : ore);
const grouped = (whole) => String(whole).replace(/\B(?=([0-9]{3})+$)/g, NBSP);
const signed = (ore, text) => (ore < 0n ? `\u2212${text}` : text);

export function plain(ore) {
  if (ore === null) return "";
  const rest = size(ore) % 100n;
  const sign = ore < 0n ? "-" : "";
  return `${sign}${size(ore) / 100n}${rest ? `,${String(rest).padStart(2, "0")}` : ""}`;
}

export const fromPlain = (text) => parse(text).ore ?? null;

// An amount as it is, never rounded, in the unit one types in; "" for nothing.
export function shown(ore, unit = "kr") {
  if (ore === null) return "";
  const [base, places] = unit === "tkr" ? [100_000n, 5] : [100n, 2];
  const rest = size(ore) % base;
  let decimals = rest ? String(rest).padStart(places, "0") : "";
  if (unit === "tkr") decimals = decimals.replace(/0+$/, "");
  return signed(ore, `${grouped(size(ore) / base)}${decimals ? `,${decimals}` : ""}`);
}

// The change from `before` to `now` in öre; more is + for cost and income alike. null when there is neither.
export function change(now, before, isIncome) {
  if (now === null && before === null) return null;
  const found = (now ?? 0n) - (before ?? 0n);
  return isIncome ? -found : found;
}

// A change as per cent of what was there before, to the tenth, half away from zero; "–" with nothing to compare with.
export function percent(changed, before) {
  if (changed === null || !before) return "\u2013";
  const base = size(before);
  const tenths = (size(changed) * 2000n + base) / (2n * base);
  const text = `${grouped(tenths / 10n)},${tenths % 10n}`;
  return tenths ? signed(changed, text) : text;
}
