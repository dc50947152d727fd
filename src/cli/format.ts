// Results as a person reads them: lists as aligned columns, the rest as `name: value`.
type Row = Record<string, unknown>;

/** Names from backups are printed too, so control characters are removed. */
export const asLine = (value: unknown): string => String(value).replace(/\p{Cc}/gu, '\uFFFD');

const table = (rows: Row[]): string => {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => names.map((name) => asLine(row[name])))];
  const widths = names.map((_, at) =>
    Math.max(...cells.map((row) => Bun.stringWidth(row[at] ?? ''))),
  );
  const pad = (text: string, width: number) => text + ' '.repeat(width - Bun.stringWidth(text));
  return cells
    .map((row) =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

export const format = (result: unknown): string => {
  if (Array.isArray(result)) return result.length > 0 ? table(result as Row[]) : 'none';
  return Object.entries(result as Row)
    .map(([name, value]) => `${name}: ${asLine(value)}`)
    .join('\n');
};
