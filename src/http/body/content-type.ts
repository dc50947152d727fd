// Content-Type (RFC 9110, 8.3.1): the type without regard to case, parameters quoted or not.

const token = "[!#$%&'*+.^_`|~\\w-]+";
const PARAMETER = new RegExp(`\\s*;\\s*(?:(${token})=(${token}|"(?:[^"\\\\]|\\\\.)*"))?`, 'y');
const TYPE = new RegExp(`^\\s*(${token}/${token})`);
const JSON_TYPE = 'application/json';
// Its name and the label that many clients write (WHATWG Encoding, 4.2).
const UTF8 = ['utf-8', 'utf8'];

const unquoted = (value: string) =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;

/** The type and its parameters, names in small letters; null for what is none. */
const read = (header: string) => {
  const [head = '', type] = TYPE.exec(header) ?? [];
  if (type === undefined) return null;
  const parameters: [string, string][] = [];
  let at = head.length;
  while (at < header.trimEnd().length) {
    PARAMETER.lastIndex = at;
    const found = PARAMETER.exec(header);
    if (found === null) return null;
    const [whole, name, value] = found;
    at += whole.length;
    if (name !== undefined && value !== undefined) {
      parameters.push([name.toLowerCase(), unquoted(value)]);
    }
  }
  return { type: type.toLowerCase(), parameters };
};

/** JSON is UTF-8 (RFC 8259, 8.1): no other `charset` is read as if it were. */
export const isJsonInUtf8 = (header: string): boolean => {
  if (header === JSON_TYPE) return true;
  const found = read(header);
  if (found?.type !== JSON_TYPE) return false;
  return found.parameters.every(
    ([name, value]) => name !== 'charset' || UTF8.includes(value.toLowerCase()),
  );
};
