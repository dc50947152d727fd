// Header fields of the form `value; name=value; name="value"` (RFC 9110, 5.6.6).

/** `value` and the names of the parameters in lower case. */
interface Parameterized {
  value: string;
  parameters: [name: string, value: string][];
}

/**
 * A quoted value, from behind its quotation mark to the next one. A backslash escapes a quotation
 * mark or a backslash; before anything else it is one, for browsers send `C:\a.txt` as it is.
 */
const readQuoted = (header: string, from: number) => {
  let text = '';
  let at = from;
  while (at < header.length && header[at] !== '"') {
    const next = header[at + 1];
    if (header[at] === '\\' && (next === '"' || next === '\\')) at += 1;
    text += header[at];
    at += 1;
  }
  return { text, end: Math.min(at + 1, header.length) };
};

/** The first `character` from there on, or the end. */
const find = (header: string, character: string, from: number) => {
  const at = header.indexOf(character, from);
  return at < 0 ? header.length : at;
};

/** Takes any white space around names and values; what is no parameter is left out. */
export const parseParameters = (header: string): Parameterized => {
  let at = find(header, ';', 0);
  const value = header.slice(0, at).trim().toLowerCase();
  const parameters: [string, string][] = [];
  while (at < header.length) {
    const equals = find(header, '=', at + 1);
    const next = find(header, ';', at + 1);
    if (next < equals) {
      at = next;
      continue;
    }
    if (equals === header.length) break;
    const name = header
      .slice(at + 1, equals)
      .trim()
      .toLowerCase();
    let start = equals + 1;
    while (header[start] === ' ' || header[start] === '\t') start += 1;
    if (header[start] === '"') {
      const { text, end } = readQuoted(header, start + 1);
      parameters.push([name, text]);
      at = find(header, ';', end);
    } else {
      parameters.push([name, header.slice(start, next).trim()]);
      at = next;
    }
  }
  return { value, parameters };
};
