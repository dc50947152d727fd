// JSON bodies: the type, the size, UTF-8, the syntax, and no string that a store would mangle.
import { invalid, Refusal } from '../protocol/errors';
import { json_body_bytes_max } from '../protocol/limits';

const utf8Loosely = new TextDecoder();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads at most `bytes_max`, whatever Content-Length claims. */
const readAll = async (request: Request, bytes_max: number): Promise<Uint8Array> => {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > bytes_max) throw new Refusal('bodyTooLarge');
  if (declared !== null || request.body === null) return request.bytes();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > bytes_max) throw new Refusal('bodyTooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** @throws invalidField where a string (or a name) holds NUL or a lone surrogate. */
export const refuseBrokenStrings = (value: unknown) => {
  const left: { value: unknown; path: string }[] = [{ value, path: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: item, path } = next;
    if (typeof item === 'string') {
      if (item.includes('\0') || !item.isWellFormed()) {
        throw invalid(path || 'body', 'NUL and lone surrogates are not allowed');
      }
    } else if (item !== null && typeof item === 'object') {
      for (const [key, child] of Object.entries(item)) {
        left.push({ value: child, path: path ? `${path}.${key}` : key });
      }
    }
  }
};

/** @throws unreadableBody, invalidField. */
export const parseJson = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('unreadableBody');
  }
  // Raw UTF-8 holds neither NUL in a string nor a surrogate: only an escape can bring one.
  if (text.includes('\\u')) refuseBrokenStrings(value);
  return value;
};

const readJson = async (request: Request): Promise<unknown> => {
  const type = request.headers.get('content-type') ?? '';
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Refusal('wrongContentType', { expected: 'application/json' });
  }
  let bytes: Uint8Array;
  try {
    bytes = await readAll(request, json_body_bytes_max);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('unreadableBody');
  }
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Refusal('unreadableBody');
  }
  return parseJson(text);
};

/** A route's `parse` where it takes a JSON body: after the guard, before the schema. */
export const json = ({ request }: { request: Request }) => readJson(request);

/** A route's `parse` where a body may be left out: what is no JSON object counts as none. */
export const optionalJson = async ({ request }: { request: Request }) => {
  const text = utf8Loosely.decode(await readAll(request, json_body_bytes_max));
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

/** A route's `parse` where the body is ignored, or read by the route itself as it streams. */
export const noBody = () => null;
