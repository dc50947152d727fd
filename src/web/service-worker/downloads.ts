// Hands what a page makes to the browser as a download, piece by piece, so that nothing of it has to
// be in memory. The page asks the address in a frame; the pieces come through a port.

/** What the page sends with the port. */
export interface Offer {
  type: 'download';
  id: string;
  /** Of the file. */
  name: string;
}

/** To the page: it may load the address; the next piece is wanted; nobody wants the rest. */
export type FromWorker = 'ready' | 'pull' | 'cancel';
/** From the page: a piece, the end, or that it broke off. */
export type FromPage = Uint8Array<ArrayBuffer> | 'end' | 'abort';

export const downloadPath = (id: string): string => `/download/${id}`;

/** The part of `MessagePort` that is used. */
type Port = Pick<MessagePort, 'postMessage' | 'onmessage'>;

const isOffer = (data: unknown): data is Offer => {
  const { type, id, name } = (data ?? {}) as Partial<Offer>;
  return type === 'download' && typeof id === 'string' && typeof name === 'string';
};

/** As RFC 6266 and RFC 8187 have it. */
const dispositionOf = (name: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)}`;

const streamOf = (port: Port): ReadableStream<Uint8Array> => {
  const say = (word: FromWorker) => port.postMessage(word);
  let wanted = Promise.withResolvers<void>();
  return new ReadableStream<Uint8Array>(
    {
      start(to) {
        port.onmessage = ({ data }: MessageEvent<FromPage>) => {
          if (data === 'end') to.close();
          else if (data === 'abort') to.error(new TypeError('the page broke off'));
          else to.enqueue(data);
          wanted.resolve();
        };
      },
      pull() {
        wanted = Promise.withResolvers();
        say('pull');
        return wanted.promise;
      },
      cancel: () => say('cancel'),
    },
    { highWaterMark: 1 },
  );
};

export const createDownloads = () => {
  const offered = new Map<string, { port: Port; name: string }>();
  return {
    /** Any other message is nothing to it. */
    offer(data: unknown, port: Port | undefined): void {
      if (!isOffer(data) || port === undefined) return;
      offered.set(downloadPath(data.id), { port, name: data.name });
      port.postMessage('ready' satisfies FromWorker);
    },
    /** Undefined if nothing is offered there; each is given once. */
    to(method: string, pathname: string): Response | undefined {
      const found = method === 'GET' ? offered.get(pathname) : undefined;
      if (found === undefined) return undefined;
      offered.delete(pathname);
      return new Response(streamOf(found.port), {
        headers: {
          'content-type': 'application/zip',
          'content-disposition': dispositionOf(found.name),
          'content-security-policy': "default-src 'none'",
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    },
  };
};
