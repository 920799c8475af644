/** Finds a dependency cycle among named things. Knows nothing of tasks beyond their names. */

/**
 * Ids along one cycle, each depending on the next and the last on the first; `undefined` where
 * there is none. Ids that `dependsOn` does not know are passed over. O(n + edges), no recursion.
 */
export function findCycle(
  ids: readonly string[],
  dependsOn: (id: string) => readonly string[],
): readonly string[] | undefined {
  const finished = new Set<string>();
  for (const root of ids) {
    if (finished.has(root)) continue;
    const path: { readonly id: string; readonly parents: readonly string[]; next: number }[] = [];
    const onPath = new Map<string, number>();
    const open = (id: string) => {
      onPath.set(id, path.length);
      path.push({ id, parents: dependsOn(id), next: 0 });
    };
    open(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const parent = top.parents[top.next++];
      if (parent === undefined) {
        finished.add(top.id);
        onPath.delete(top.id);
        path.pop();
        continue;
      }
      const seenAt = onPath.get(parent);
      if (seenAt !== undefined) return path.slice(seenAt).map(({ id }) => id);
      if (!finished.has(parent)) open(parent);
    }
  }
  return undefined;
}
