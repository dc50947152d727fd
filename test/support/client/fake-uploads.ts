// The uploads of the fake server: in one piece, and in parts that go on.
import { ApiError, NETWORK } from '../../../src/web/model/net/api-error';
import type { Transfer } from '../../../src/web/model/platform';

interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

type Through = (request: Request, respond: () => Promise<Response> | Response) => Promise<Response>;

const good = (data: unknown) => Response.json({ success: true, data });
const refused = (status: number, code: string, details: object = {}) =>
  Response.json({ success: false, error: { code, message: '', details } }, { status });

/** `files` gets the names of those that are complete. */
export const fakeUploads = (files: Map<string, string>) => {
  const begun = new Map<string, { name: string; size: number; bytes: Blob }>();
  let last_id = 0;

  const part = (id: string, offset: number, bytes: Blob): Response => {
    const upload = begun.get(id);
    if (upload === undefined) return refused(404, 'REQUEST_003');
    if (offset !== upload.bytes.size) {
      return refused(422, 'REQUEST_002', { fields: [], offset: upload.bytes.size });
    }
    upload.bytes = new Blob([upload.bytes, bytes]);
    return good({ offset: upload.bytes.size });
  };
  const done = (id: string): Response => {
    const upload = begun.get(id);
    if (upload === undefined) return refused(404, 'REQUEST_003');
    files.set(id, upload.name);
    return good({ file_id: id, file_url: `/api/v1/files/${id}` });
  };

  return {
    begun,
    /** Undefined if it asks for something else. */
    answer({ method, path, body }: Request): Response | undefined {
      const [, id = '', end] = /^\/upload\/parts\/?([^/]*)\/?(done)?$/.exec(path) ?? [];
      if (!path.startsWith('/upload/parts')) return undefined;
      if (end) return done(id);
      if (method === 'POST') {
        last_id += 1;
        const upload_id = `upload${last_id}`;
        begun.set(upload_id, {
          name: String(body.name),
          size: Number(body.size),
          bytes: new Blob(),
        });
        return good({ upload_id });
      }
      const upload = begun.get(id);
      if (method === 'DELETE') begun.delete(id);
      return upload ? good({ offset: upload.bytes.size }) : refused(404, 'REQUEST_003');
    },
    transfer: (through: Through): Transfer => {
      return async ({ method, path: address, body, progress }) => {
        const url = new URL(address, 'https://chat8.example');
        const path = url.pathname.replace('/api/v1', '');
        progress(0.5);
        const respond = () => {
          const offset = Number(url.searchParams.get('offset'));
          if (body instanceof Blob) return part(path.split('/').at(-1) ?? '', offset, body);
          const file_id = `file${files.size + 1}`;
          files.set(file_id, (body.get('file') as File).name);
          return good({ file_id, file_url: `/api/v1/files/${file_id}` });
        };
        return through({ method, path, query: url.searchParams, body: {} }, respond).catch(() => {
          throw new ApiError(0, NETWORK);
        });
      };
    },
  };
};
