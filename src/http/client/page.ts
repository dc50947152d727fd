// The web client: one page at `/`, and at the links of invitations; its files have hashed names
// and are cached forever. Nothing comes from anywhere else.
import { Elysia } from 'elysia';
import { Refusal } from '../../protocol/errors';
import type { Asset } from './bundle';

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

const page = (assets: Asset[], secure_origin: string, isWatched: boolean): string => {
  const named = (form: RegExp) => `/assets/${assets.find(({ name }) => form.test(name))?.name}`;
  return `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="worker" content="${named(/^worker-.*\.js$/)}">${secure_origin ? `\n<meta name="secure-origin" content="${secure_origin}">` : ''}
<title>Chat8</title>
<meta name="theme-color" content="#fdfcf9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#191d1b" media="(prefers-color-scheme: dark)">
<link rel="icon" href="${ICON}">
<link rel="apple-touch-icon" href="${named(/^icon-.*\.png$/)}">
<link rel="stylesheet" href="${named(/^main-.*\.css$/)}">
<script type="module" src="${named(/^main-.*\.js$/)}"></script>${isWatched ? '\n<script type="module" src="/assets/reload.js"></script>' : ''}
</head>
<body><div id="app"></div><noscript>Chat8 needs JavaScript · 需要 JavaScript</noscript></body>
</html>
`;
};

const encoded = (asset: Asset, accepted: string): [Asset['bytes'], string?] => {
  if (asset.br && /\bbr\b/.test(accepted)) return [asset.br, 'br'];
  if (asset.gzip && /\bgzip\b/.test(accepted)) return [asset.gzip, 'gzip'];
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

/** `public_url` is where the operator says that people come from. */
export const clientPage = (
  assets: () => Promise<Asset[]>,
  public_url: string | undefined,
  isWatched = false,
) => {
  const secure_origin = public_url?.startsWith('https:') ? new URL(public_url).origin : '';
  const headers = headersFor(secure_origin);
  const index = async () =>
    new Response(page(await assets(), secure_origin, isWatched), {
      headers: {
        ...headers,
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      },
    });
  const hide = { detail: { hide: true } };
  return new Elysia({ name: 'client' })
    .get('/', index, hide)
    .get('/i/:code', index, hide)
    .get(
      '/assets/:name',
      async ({ params, request }) => {
        const asset = (await assets()).find(({ name }) => name === params.name);
        if (asset === undefined) throw new Refusal('noSuchPath');
        const [body, encoding] = encoded(asset, request.headers.get('accept-encoding') ?? '');
        return new Response(body, {
          headers: {
            ...headers,
            'content-type': asset.type,
            'cache-control': 'public, max-age=31536000, immutable',
            vary: 'Accept-Encoding',
            ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
          },
        });
      },
      hide,
    );
};
