/** The fix that writes another thread count into profiles.yml. */
import type { Fix } from "../../base/problem";
import type { DbtProject, Site } from "../../dbt/project";

/** Replaces a plain number at `site`; none where the value is Jinja or unknown. */
export function threadsFix(project: DbtProject, site: Site, threads: number): readonly Fix[] {
  const { start, end } = site.span;
  const written = project.files.get(site.file)?.slice(start, end);
  const number = written === undefined ? null : /^(threads\s*:\s*)?(\d+)$/.exec(written);
  if (number === null) return [];
  const span = { start: start + (number[1]?.length ?? 0), end };
  return [
    {
      title: `Set threads to ${threads}`,
      preferred: false,
      edits: [{ file: site.file, span, newText: String(threads) }],
    },
  ];
}
