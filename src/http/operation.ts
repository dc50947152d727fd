// How a route describes itself in /docs: titles in both languages and what it refuses.
import type { RefusalName } from '../protocol/codes';

/** `refusals` beside those that every operation of its kind has; docs/operations.ts spells them out. */
export const operation = (zh: string, en: string, refusals: RefusalName[], description = '') => ({
  detail: {
    summary: `${zh} · ${en}`,
    description,
    'x-refusals': refusals,
  },
});

type Operation = ReturnType<typeof operation>;

/** The same, with a JSON body that may be left out. */
export const optionalBody = ({ detail }: Operation) => ({
  detail: { ...detail, 'x-body-optional': true },
});

/** The same, for an answer that is written out field by field: see answers.ts. */
export const writtenOut = ({ detail }: Operation) => ({
  detail: { ...detail, 'x-written-out': true },
});

/** The same, with the parts of its multipart/form-data body (RFC 7578), all required. */
export const multipart = ({ detail }: Operation, properties: Record<string, object>) => ({
  detail: {
    ...detail,
    'x-multipart': { type: 'object', required: Object.keys(properties), properties },
  },
});

/** The same, with bytes of any type as its body. */
export const octets = ({ detail }: Operation) => ({ detail: { ...detail, 'x-octets': true } });

const BYTES = { type: 'string', format: 'binary' };
const contentOf = (types: string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: BYTES }]));
const text = (description: string) => ({ description, schema: { type: 'string' } });

/** The same, with bytes of one of these types as its answer. */
export const bytes = ({ detail }: Operation, types: string[]) => ({
  detail: {
    ...detail,
    'x-answers': { 200: { description: '成功 · Success', content: contentOf(types) } },
  },
});

const VALIDATORS = {
  ETag: text('永不改变的版本 · a version that never changes'),
  'Accept-Ranges': text('bytes'),
};
const CONTENT_RANGE = text('RFC 9110, 14.4');

/** The same, for what http/download answers: whole or in part, and under conditions (RFC 9110). */
export const ranged = (described: Operation, types: string[]) => {
  const content = contentOf(types);
  const headers = {
    ...VALIDATORS,
    'Content-Disposition': text('文件名，RFC 6266 · the name of the file, RFC 6266'),
  };
  return {
    detail: {
      ...described.detail,
      'x-request-headers': {
        Range: '一个字节范围 · one range of bytes, such as `bytes=0-1023` (14.2)',
        'If-Range': '仅当版本相同时给出范围 · the range only of this ETag (13.1.5)',
        'If-None-Match': '版本相同时答 304 · 304 if one of these ETags is there (13.1.2)',
        'If-Match': '版本不同时答 412 · 412 if none of these ETags is there (13.1.1)',
      },
      'x-answers': {
        200: { description: '全部内容 · All of it', headers, content },
        206: {
          description: '所请求的范围 · The range that was asked for',
          headers: { ...headers, 'Content-Range': CONTENT_RANGE },
          content,
        },
        304: { description: '内容未变 · Not changed', headers: VALIDATORS },
        416: {
          description: '没有这个范围 · No such range',
          headers: { ...VALIDATORS, 'Content-Range': CONTENT_RANGE },
        },
      },
    },
  };
};

/** The same, for what goes on as a WebSocket (RFC 6455). */
export const upgrade = ({ detail }: Operation) => ({
  detail: { ...detail, 'x-answers': { 101: { description: '切换协议 · The socket is open' } } },
});
