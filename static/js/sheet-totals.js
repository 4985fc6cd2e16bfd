// What a column adds up to: each ID with those under it, income, cost and result. The same as budgets/domain/totals.py,
// which a test holds it to. `centres`: [{ id, parent, funding }]; `lines`: [{ centre, amount }], amount in öre or null.
// An amount that is undefined cannot be read: what it is a part of is undefined too.
export function totals(centres, lines) {
  const byCentre = new Map(centres.map((centre) => [centre.id, 0n]));
  const funding = new Set(centres.filter((centre) => centre.funding).map((centre) => centre.id));
  let [income, cost] = [0n, 0n];
  const parents = new Map(centres.map((centre) => [centre.id, centre.parent]));
  const plus = (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount);
  for (const { centre, amount } of lines) {
    if (amount === null) continue;
    if (funding.has(centre)) income = plus(income, amount === undefined ? amount : -amount);
    else cost = plus(cost, amount);
    for (let place = centre; place; place = parents.get(place)) byCentre.set(place, plus(byCentre.get(place), amount));
  }
  return { byCentre, income, cost, result: plus(income, cost === undefined ? cost : -cost) };
}
