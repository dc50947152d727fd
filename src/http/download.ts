// Stored bytes as an answer: Range (RFC 9110, 14), ETag, HEAD, and nothing that a browser
// would run.
import { isInline } from '../values/filekind';

interface Stored {
  id: string;
  name: string;
  size: number;
  type: string;
}

interface Range {
  start: number;
  end: number;
}

/** One range of bytes; undefined where the whole is to be sent, null where none fits. */
const rangeOf = (header: string | null, size: number): Range | null | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? null : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? null : { start, end };
};

/** RFC 6266 and RFC 8187: an ASCII name for old clients, the true one beside it. */
const disposition = (name: string, type: string) => {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const kind = isInline(type) ? 'inline' : 'attachment';
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
};

const matches = (header: string | null, etag: string) =>
  header !== null &&
  (header.trim() === '*' ||
    header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

/** A file never changes under its id: the id is its entity tag. */
export const download = (request: Request, path: string, file: Stored, cache: string) => {
  const etag = `"${file.id}"`;
  const headers: Record<string, string> = {
    etag,
    'accept-ranges': 'bytes',
    'cache-control': cache,
    'content-type': file.type,
    'content-disposition': disposition(file.name, file.type),
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  };
  if (matches(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get('if-range');
  const isHead = request.method === 'HEAD';
  // A range means something to GET alone (RFC 9110, 14.2).
  const isPart = !isHead && (ifRange === null || ifRange.trim() === etag);
  const range = rangeOf(isPart ? request.headers.get('range') : null, file.size);
  if (range === null) {
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${file.size}` },
    });
  }
  const bytes = Bun.file(path, { type: file.type });
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const length = end - start + 1;
  headers['content-length'] = String(length);
  if (range) headers['content-range'] = `bytes ${start}-${end}/${file.size}`;
  const body = isHead ? null : range ? bytes.slice(start, end + 1) : bytes;
  return new Response(body, { status: range ? 206 : 200, headers });
};
