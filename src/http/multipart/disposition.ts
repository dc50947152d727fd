// The names of a part and of the file in it (RFC 7578, 4.2; RFC 8187; HTML, multipart form data).
import { parseParameters } from '../header-parameters';

/** `file_names` in the order of preference: the extended spelling first; none: it has no name. */
export interface Disposition {
  name: string;
  file_names: string[];
}

const decode = (bytes: Uint8Array, charset: string): string | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Header fields come as their bytes; those that are no UTF-8 are what old clients take for it. */
const toText = (latin1: string) => {
  const bytes = Buffer.from(latin1, 'latin1');
  return decode(bytes, 'utf-8') ?? latin1;
};

/** The three escapes of the HTML standard, and nothing else; line breaks are no part of a name. */
const withoutFormEscapes = (name: string) =>
  name.replaceAll('%22', '"').replaceAll('%0D', '').replaceAll('%0A', '');

/** `utf-8'en'%E4%BD%A0.txt` (RFC 8187, 3.2), also in quotation marks; undefined if it is none. */
const decodeExtended = (value: string): string | undefined => {
  const match = /^(utf-8|iso-8859-1)'[^']*'((?:%[0-9a-f]{2}|[^%])*)$/i.exec(value);
  if (match === null) return undefined;
  const [, charset = '', text = ''] = match;
  const latin1 = text.replace(/%(..)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decode(Buffer.from(latin1, 'latin1'), charset);
};

/** @returns undefined if this is no part of a form, or has no name. */
export const parseDisposition = (header: string): Disposition | undefined => {
  const { value, parameters } = parseParameters(header);
  if (value !== 'form-data') return undefined;
  const all = (name: string) => parameters.filter(([key]) => key === name).map(([, text]) => text);
  const [name] = all('name');
  if (name === undefined) return undefined;
  const extended = all('filename*').map(decodeExtended);
  const plain = all('filename').map((text) => withoutFormEscapes(toText(text)));
  return {
    name: toText(name),
    // An extended one that says nothing leaves the plain one.
    file_names: [...extended.flatMap((each) => each || []), ...plain],
  };
};
