/** Short names for tasks: `orders` for `model.shop.orders` where no other task is called so. */

/** Function from id to its shortest unambiguous name. O(n). */
export function taskNames(ids: Iterable<string>): (id: string) => string {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  for (const id of ids) {
    const name = nameIn(id);
    names.set(id, name);
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return (id) => {
    const name = names.get(id) ?? nameIn(id);
    return (uses.get(name) ?? 0) > 1 ? id : name;
  };
}

/** dbt's unique ids are `type.package.name[.vN]`; other ids are names already. */
function nameIn(id: string): string {
  const [, name] =
    /^(?:model|seed|snapshot|test|operation|unit_test|source)\.[^.]+\.(.+)$/.exec(id) ?? [];
  return name ?? id;
}
