// Bytes of files, up and down. A download that broke off goes on behind what came of it (RFC 9110,
// 13.1.5 and 14).
import { createBlobWriter } from '../../blob-writer';
import type { Platform, Transfer } from '../platform';
import { ApiError, dataOf, failure, NETWORK } from './api-error';
import type { Shape } from './shape';

/** Of downloads that broke off, the last ones are kept. */
const broken_max = 8;

/** What came of a file, and which version of it. */
interface Part {
  bytes: Blob;
  etag: string;
}

interface Needs extends Pick<Platform, 'transfer'> {
  raw(
    method: string,
    path: string,
    options: { headers?: Record<string, string> },
  ): Promise<Response>;
  token: () => string;
  renew: () => Promise<boolean>;
}

/** What is to be sent, with progress from 0 to 1. */
type Sending = Omit<Parameters<Transfer>[0], 'token'>;

/** All that comes; `isWhole` is false if it broke off. */
const readAll = async (answer: Response): Promise<{ bytes: Blob; isWhole: boolean }> => {
  const bytes = createBlobWriter();
  let isWhole = true;
  const reader = answer.body?.getReader();
  try {
    for (;;) {
      const { value } = (await reader?.read()) ?? {};
      if (value === undefined) break;
      bytes.write(value as Uint8Array<ArrayBuffer>);
    }
  } catch {
    isWhole = false;
  }
  return { bytes: bytes.take(), isWhole };
};

/** Where an answer in part begins, and how large the whole is (RFC 9110, 14.4). */
const rangeOf = (answer: Response): { start: number; total: number } | undefined => {
  const [, start, total] =
    /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? [];
  return answer.status === 206 ? { start: Number(start), total: Number(total) } : undefined;
};

const createDownload = ({ raw }: Needs) => {
  const broken = new Map<string, Part>();
  const keep = (path: string, part: Part) => {
    broken.delete(path);
    broken.set(path, part);
    const [oldest] = broken.keys();
    if (broken.size > broken_max && oldest !== undefined) broken.delete(oldest);
  };
  const ask = async (path: string, known: Part | undefined): Promise<Response> => {
    const headers: Record<string, string> = known
      ? { range: `bytes=${known.bytes.size}-`, 'if-range': known.etag }
      : {};
    const answer = await raw('GET', path, { headers });
    const range = rangeOf(answer);
    const isNext = range !== undefined && range.start === known?.bytes.size;
    // What it says does not fit to what came: from the start.
    if (known && (answer.status === 416 || (range && !isNext))) return ask(path, undefined);
    if (!answer.ok) throw await failure(answer);
    return answer;
  };
  /** The bytes of a file. @throws ApiError */
  return async (path: string): Promise<Blob> => {
    for (;;) {
      const known = broken.get(path);
      const answer = await ask(path, known);
      const range = rangeOf(answer);
      const { bytes: came, isWhole } = await readAll(answer);
      const before = range && known ? known.bytes : new Blob();
      const bytes = new Blob([before, came], { type: answer.headers.get('content-type') ?? '' });
      if (isWhole && (range === undefined || bytes.size === range.total)) {
        broken.delete(path);
        return bytes;
      }
      const etag = answer.headers.get('etag') ?? '';
      // Only by a strong one the rest is known to belong to it.
      if (/^"/.test(etag)) keep(path, { bytes, etag });
      // Again at once only while it gets on.
      if (came.size === 0 || !broken.has(path)) throw new ApiError(0, NETWORK);
    }
  };
};

export const createTransfers = (needs: Needs) => {
  const { transfer, token, renew } = needs;
  return {
    download: createDownload(needs),
    /** @throws ApiError, AbortError */
    async upload<Data>({ path, ...sending }: Sending, shape: Shape<Data>): Promise<Data> {
      const send = () => transfer({ ...sending, path: `/api/v1${path}`, token: token() });
      let answer = await send();
      if (answer.status === 401 && (await renew())) answer = await send();
      if (!answer.ok) throw await failure(answer);
      return dataOf(answer, shape);
    },
  };
};
