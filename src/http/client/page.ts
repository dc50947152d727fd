// The web client: one page at `/`, and at the links of invitations; its files have hashed names
// and are cached forever. Nothing comes from anywhere else.
import { Elysia } from 'elysia';
import { Refusal } from '../../protocol/errors';
import { BUILD_HEADER, SERVER_ID_PATH } from '../../protocol/release';
import { weighted } from '../quality';
import { type Asset, assetPath } from './bundle';
import { installable } from './installable';

// Argon2id is WebAssembly; pictures and voice messages are decrypted here, and shown from memory.
const policy = (secure_origin: string) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    // A page without encryption asks there whether it may send people on.
    `connect-src ${["'self'", secure_origin].join(' ').trim()}`,
    "manifest-src 'self'",
    // Downloads that the service worker hands over, of what only the page can open.
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const headersFor = (secure_origin: string) => ({
  'content-security-policy': policy(secure_origin),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
});

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E" +
  "%3Crect width='32' height='32' rx='9' fill='%231f6a5c'/%3E%3Ccircle cx='16' cy='11' r='4.4' " +
  "fill='none' stroke='white' stroke-width='2.8'/%3E%3Ccircle cx='16' cy='20.6' r='5.4' fill='none' " +
  "stroke='white' stroke-width='2.8'/%3E%3C/svg%3E";

interface Options {
  /** Where the operator says that people come from. */
  public_url: string | undefined;
  build: () => string;
  /** As in package.json. */
  version: string;
  isOffline: boolean;
  isPush: boolean;
  /** In development: the page loads itself again when it changes, and nothing is kept. */
  isWatched?: boolean;
}

/** What the page is made for: the one secure origin that is known, and this very server. */
interface Here {
  secure_origin: string;
  server_id: string;
}

const page = (assets: Asset[], { secure_origin, server_id }: Here, options: Options): string => {
  const { build, version, isOffline, isPush, isWatched } = options;
  const named = (form: RegExp) => assetPath(assets, form);
  const isKept = (isOffline || isPush) && !isWatched;
  const facts = {
    worker: named(/^worker-.*\.js$/),
    build: build(),
    version,
    'server-id': server_id,
    ...(isKept && { 'service-worker': '/sw.js' }),
    ...(secure_origin && { 'secure-origin': secure_origin }),
  };
  const metas = Object.entries(facts).map(
    ([name, content]) => `<meta name="${name}" content="${content}">`,
  );
  return `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
${metas.join('\n')}
<title>Chat8</title>
<meta name="theme-color" content="#fdfcf9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#191d1b" media="(prefers-color-scheme: dark)">
<meta name="mobile-web-app-capable" content="yes">
<link rel="manifest" href="/manifest.webmanifest">
<link rel="icon" href="${ICON}">
<link rel="apple-touch-icon" href="${named(/^icon-touch-.*\.png$/)}">
<link rel="stylesheet" href="${named(/^main-.*\.css$/)}">
<script type="module" src="${named(/^main-.*\.js$/)}"></script>${isWatched ? '\n<script type="module" src="/assets/reload.js"></script>' : ''}
</head>
<body><div id="app"></div><noscript>Chat8 needs JavaScript · 需要 JavaScript</noscript></body>
</html>
`;
};

/** The smallest that the client takes (RFC 9110, 12.5.3). */
const encoded = (asset: Asset, accepted: string): [Asset['bytes'], string?] => {
  const codings = weighted(accepted);
  const takes = (coding: string): boolean => {
    const named = codings.find(({ name }) => name === coding);
    return (named ?? codings.find(({ name }) => name === '*') ?? { quality: 0 }).quality > 0;
  };
  if (asset.br && takes('br')) return [asset.br, 'br'];
  if (asset.gzip && takes('gzip')) return [asset.gzip, 'gzip'];
  return [asset.bytes];
};

/** Loads once, with the first request of the page. */
export const once = (load: () => Promise<Asset[]>) => {
  let loading: Promise<Asset[]> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
};

export const clientPage = (assets: () => Promise<Asset[]>, options: Options) => {
  const { public_url, build } = options;
  const secure_origin = public_url?.startsWith('https:') ? new URL(public_url).origin : '';
  // It says nothing but whether two addresses lead to the same process.
  const server_id = crypto.randomUUID();
  const headers = headersFor(secure_origin);
  const index = async () =>
    new Response(page(await assets(), { secure_origin, server_id }, options), {
      headers: {
        ...headers,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        [BUILD_HEADER]: build(),
      },
    });
  const hide = { detail: { hide: true } };
  return (
    new Elysia({ name: 'client' })
      .get('/', index, hide)
      .get('/i/:code', index, hide)
      // Asked by the page of another scheme or host, before it sends people here.
      .get(
        SERVER_ID_PATH,
        () =>
          new Response(server_id, {
            headers: {
              'access-control-allow-origin': '*',
              'cache-control': 'no-store',
              'content-type': 'text/plain; charset=utf-8',
            },
          }),
        hide,
      )
      .use(installable(assets, { ...options, headers }))
      .get(
        '/assets/:name',
        async ({ params, request, set }) => {
          const asset = (await assets()).find(({ name }) => name === params.name);
          if (asset === undefined) throw new Refusal('noSuchPath');
          const [body, encoding] = encoded(asset, request.headers.get('accept-encoding') ?? '');
          return new Response(body, {
            headers: {
              ...headers,
              'content-type': asset.type,
              'cache-control': 'public, max-age=31536000, immutable',
              // Beside what http/cors.ts says of every answer.
              vary: [set.headers.vary, 'Accept-Encoding'].filter(Boolean).join(', '),
              ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
            },
          });
        },
        hide,
      )
  );
};
