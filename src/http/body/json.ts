// JSON bodies: the type, the size, UTF-8, the depth, the syntax, no string that a store would
// change, and the schema.
import { CloneType, type Static, type TObject } from '@sinclair/typebox';
import { invalid, Refusal } from '../../protocol/errors';
import {
  field_name_chars_max,
  json_body_bytes_max,
  json_body_ms_max,
  json_depth_max,
  quick_body_bytes_max,
} from '../../protocol/limits';
import { isDeeperThan } from '../../values/json-depth';
import { createCheck } from '../../values/schema';
import type { Me } from '../tokens';
import { isJsonInUtf8 } from './content-type';
import { type Arriving, type EndOf, type Listener, takingItsTime, within } from './slow-body';
import { nobody_id, type TakeTurn } from './turns';

const utf8Loosely = new TextDecoder();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Of a body without a length. */
const readStream = async (body: ReadableStream, bytes_max: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > bytes_max) throw new Refusal('bodyTooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** At most `bytes_max`, whatever Content-Length claims. @throws or rejects with bodyTooLarge */
const readAll = (arriving: Arriving, bytes_max: number): Promise<Uint8Array> => {
  const { request, server, endOf } = arriving;
  const ended = endOf?.(request, server);
  const header = request.headers.get('content-length');
  const declared = header === null ? undefined : Number(header);
  if (declared !== undefined && declared > bytes_max) throw new Refusal('bodyTooLarge');
  // To ask for `body` makes a stream of it, which a body of a known length needs not be.
  const stream = declared === undefined ? request.body : undefined;
  const read = () => (stream ? readStream(stream, bytes_max) : request.bytes());
  if (stream === null || (declared !== undefined && declared <= quick_body_bytes_max)) {
    return ended === undefined ? read() : within(read(), json_body_ms_max, { ended });
  }
  return takingItsTime(arriving, () => within(read(), json_body_ms_max, { ended }));
};

/** @throws bodyTooLarge, unreadableBody for a connection that broke */
const bytesOf = async (arriving: Arriving, bytes_max: number): Promise<Uint8Array> => {
  try {
    return await readAll(arriving, bytes_max);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('unreadableBody');
  }
};

const isBroken = (text: string) => text.includes('\0') || !text.isWellFormed();

/** An unknown name is the sender's own text, and may be as long as the body. */
const isNameable = (name: string) => name.length <= field_name_chars_max;

/** @throws invalidField if a string (or a name) holds NUL or a lone surrogate. */
const refuseBrokenStrings = (value: unknown) => {
  const left: { value: unknown; path: string }[] = [{ value, path: '' }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: item, path } = next;
    const names = item !== null && typeof item === 'object' ? Object.keys(item) : [];
    if ((typeof item === 'string' && isBroken(item)) || names.some(isBroken)) {
      throw invalid(path || 'body', 'NUL and lone surrogates are not allowed');
    }
    for (const name of names) {
      const at = isNameable(name) ? [path, name].filter(Boolean).join('.') : path;
      left.push({ value: (item as Record<string, unknown>)[name], path: at });
    }
  }
};

/** @throws unreadableBody */
const mustBeShallow = (text: string) => {
  if (isDeeperThan(text, json_depth_max)) {
    throw new Refusal('unreadableBody', { depth_max: json_depth_max });
  }
};

/** @throws unreadableBody, invalidField. */
export const parseJson = (text: string): unknown => {
  mustBeShallow(text);
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

const mustBeJson = ({ headers }: Request) => {
  if (!isJsonInUtf8(headers.get('content-type') ?? '')) {
    throw new Refusal('wrongContentType', { expected: 'application/json' });
  }
};

const jsonIn = (bytes: Uint8Array): unknown => {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Refusal('unreadableBody');
  }
  return parseJson(text);
};

/** How the body of a route is read, and what it says. */
interface Reader {
  read(arriving: Arriving): Promise<Uint8Array>;
  parse(bytes: Uint8Array, request: Request): unknown;
}

const readBody = (arriving: Arriving) => bytesOf(arriving, json_body_bytes_max);

const jsonReader: Reader = {
  async read(arriving) {
    mustBeJson(arriving.request);
    return readBody(arriving);
  },
  parse: jsonIn,
};

/** Without a byte it is left out, whatever its type. */
const optionalReader: Reader = {
  read: readBody,
  parse(bytes, request) {
    if (bytes.byteLength === 0) return {};
    mustBeJson(request);
    return jsonIn(bytes);
  },
};

/** Anything but a JSON object counts as none; one that is too deep is still refused. */
const additionalReader: Reader = {
  read: readBody,
  parse(bytes) {
    const text = utf8Loosely.decode(bytes);
    mustBeShallow(text);
    try {
      const value = parseJson(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
    } catch {
      return {};
    }
  },
};

/** The framework reads no body: it would look at it before the guard, and slowly. */
export const noBody = 'none' as const;

/** What no schema names counts as not sent. */
const known = (names: ReadonlySet<string>, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.keys(value);
  if (members.every((name) => names.has(name))) return value;
  const all = value as Record<string, unknown>;
  return Object.fromEntries(
    [...names].flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]]] : [])),
  );
};

/** Of a request to a route; without a server in a test that has none. */
interface Context {
  request: Request;
  serverNow?: () => Listener | null;
  endOf?: EndOf;
  takeTurn?: TakeTurn;
  /** Behind a guard. */
  me?: Me;
  mustBeLive?: (me: Me) => void;
}

/**
 * The body is read and checked after the guard's `derive`: both are hooks of the same kind, and a
 * route's own is the last. What it gives joins the context. The framework's check would turn a wrong
 * value into text, and so call whatever member it has named `toString`. It adds members to the
 * schema that it is given, so it gets a copy, for its types and for /docs alone.
 */
const checked = <Body extends TObject>(schema: Body, { read, parse }: Reader) => {
  const check = createCheck(schema);
  const names = new Set(Object.keys(schema.properties));
  // Named one by one: a hook that hands the whole context on makes the framework fill all of it.
  // Not by its `server`: see requests.ts.
  const transform = async ({ request, serverNow, endOf, takeTurn, me, mustBeLive }: Context) => {
    const server = serverNow?.() ?? null;
    const bytes = await read({ request, server, endOf });
    const take = () => check(known(names, parse(bytes, request)));
    const isQuick = takeTurn === undefined || bytes.byteLength <= quick_body_bytes_max;
    const body = isQuick ? take() : await takeTurn(me?.id ?? nobody_id, take);
    // Its session may have ended while the body came.
    if (me !== undefined) mustBeLive?.(me);
    return { body };
  };
  return {
    parse: noBody,
    // The framework's type knows of no result.
    transform: transform as unknown as (context: Context) => Promise<void>,
    body: CloneType(schema),
  };
};

/** Of a route that takes a JSON body. */
export const json = <Body extends TObject>(schema: Body) => checked(schema, jsonReader);

/** Of a route whose body may be left out. */
export const optionalJson = <Body extends TObject>(schema: Body) => checked(schema, optionalReader);

/** Of a route that had no body in the API document: to a client of that, none is refused. */
export const additionalJson = <Body extends TObject>(schema: Body) =>
  checked(schema, additionalReader);

/** Of a route that refuses no small body, whatever it is: what does not fit counts as `nothing`. */
export const looseJson = <Body extends TObject>(
  schema: Body,
  bytes_max: number,
  nothing: Static<Body>,
) => {
  const check = createCheck(schema);
  return checked(schema, {
    async read(arriving) {
      try {
        return await bytesOf(arriving, bytes_max);
      } catch (error) {
        if (error instanceof Refusal && error.refusal === 'bodyTooLarge') throw error;
        return new Uint8Array();
      }
    },
    parse(bytes) {
      try {
        return check(parseJson(utf8Loosely.decode(bytes)));
      } catch {
        return nothing;
      }
    },
  });
};
