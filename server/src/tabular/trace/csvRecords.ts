/** A small table of text, comma or tab separated, as rows of cells; quoted cells may hold lines. */

/** O(text); empty lines are left out. */
export function csvRecords(text: string): readonly (readonly string[])[] {
  const body = text.replace(/^\uFEFF/, "");
  const firstLine = body.slice(0, Math.max(0, body.search(/[\r\n]|$/)));
  const separator = [",", "\t", ";"].reduce((best, sign) =>
    firstLine.split(sign).length > firstLine.split(best).length ? sign : best,
  );
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || cell !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let index = 0; index < body.length; index++) {
    const sign = body[index]!;
    if (sign === '"' && cell === "") {
      let end = body.indexOf('"', index + 1);
      while (end >= 0 && body[end + 1] === '"') end = body.indexOf('"', end + 2);
      const stop = end < 0 ? body.length : end;
      cell = body.slice(index + 1, stop).replaceAll('""', '"');
      index = stop;
    } else if (sign === separator) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") endRow();
    else cell += sign;
  }
  endRow();
  return rows;
}
