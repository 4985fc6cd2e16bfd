// What a column adds up to: each ID with those under it, income, cost and result. The same as budgets/domain/totals.py,
// which a test holds it to. `centres`: [{ id, parent, funding }]; `lines`: [{ centre, amount }], amount in öre or null.
export function totals(centres, lines) {
  const byCentre = new Map(centres.map((centre) => [centre.id, 0n]));
  const funding = new Set(centres.filter((centre) => centre.funding).map((centre) => centre.id));
  let [income, cost] = [0n, 0n];
  const parents = new Map(centres.map((centre) => [centre.id, centre.parent]));
  for (const { centre, amount } of lines) {
    if (!amount) continue;
    if (funding.has(centre)) income -= amount;
    else cost += amount;
    for (let place = centre; place; place = parents.get(place)) byCentre.set(place, byCentre.get(place) + amount);
  }
  return { byCentre, income, cost, result: income - cost };
}
