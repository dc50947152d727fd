// What makes the client an app of the device: its service worker, its manifest (W3C Web Application
// Manifest), and `/reset`, the way out of whatever a device keeps of it.
import { Elysia } from 'elysia';
import { KIB } from '../../protocol/limits';
import type { Release } from '../../protocol/release';
import { type Asset, assetPath } from './bundle';

interface Options extends Pick<Release, 'isOffline' | 'isPush'> {
  build: () => string;
  /** Those of the page. */
  headers: Record<string, string>;
}

/** Larger are only the lists of known passwords, which serve nobody without a network. */
const kept_asset_bytes_max = 512 * KIB;

const SERVICE_WORKER = /^service-worker-.*\.js$/;

/** Only where the worker answers: the address is its own, and the server is never asked for it. */
const SHARE_TARGET = {
  action: '/share',
  method: 'POST',
  enctype: 'multipart/form-data',
  params: {
    title: 'title',
    text: 'text',
    url: 'url',
    files: [{ name: 'files', accept: ['*/*'] }],
  },
};

const manifest = (assets: Asset[], isOffline: boolean) => {
  const icon = (name: string, size: number, purpose: string) => ({
    src: assetPath(assets, new RegExp(`^icon-${name}-`)),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return {
    id: '/',
    name: 'Chat8',
    short_name: 'Chat8',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    theme_color: '#1f6a5c',
    background_color: '#fdfcf9',
    ...(isOffline ? { share_target: SHARE_TARGET } : {}),
    icons: [
      icon('app-192', 192, 'any'),
      icon('app-512', 512, 'any'),
      icon('maskable-512', 512, 'maskable'),
    ],
  };
};

/** Works without the client, which may be what is broken. */
const resetPage = (assets: Asset[]): string => {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Chat8</title>
<link rel="stylesheet" href="${assetPath(assets, /^main-.*\.css$/)}">
<script type="module" src="${assetPath(assets, /^reset-.*\.js$/)}"></script>
</head>
<body><main class="card-main"><div class="card" role="status">
<p lang="zh">正在移除此设备上保存的程序文件。您写的内容会保留。</p>
<p lang="en">Removing the program files that this device keeps. What you wrote stays.</p>
<p hidden><a href="/" lang="zh">完成，打开 Chat8</a> · <a href="/" lang="en">Done, open Chat8</a></p>
</div></main></body>
</html>
`;
};

export const installable = (assets: () => Promise<Asset[]>, options: Options) => {
  const { headers, build, isOffline, isPush } = options;
  const hide = { detail: { hide: true } };
  return new Elysia({ name: 'installable' })
    .get(
      '/sw.js',
      async () => {
        const all = await assets();
        const kept = all.filter(
          ({ name, bytes }) => !SERVICE_WORKER.test(name) && bytes.length <= kept_asset_bytes_max,
        );
        const release: Release = {
          build: build(),
          assets: kept.map(({ name }) => `/assets/${name}`),
          isOffline,
          isPush,
        };
        const script = all.find(({ name }) => SERVICE_WORKER.test(name));
        const text = new TextDecoder().decode(script?.bytes);
        return new Response(`self.release = ${JSON.stringify(release)};\n${text}`, {
          headers: {
            ...headers,
            'content-security-policy':
              "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
            'content-type': 'text/javascript; charset=utf-8',
            'cache-control': 'no-store',
          },
        });
      },
      hide,
    )
    .get(
      '/manifest.webmanifest',
      async () =>
        new Response(JSON.stringify(manifest(await assets(), isOffline)), {
          headers: {
            ...headers,
            'content-type': 'application/manifest+json',
            'cache-control': 'no-cache',
          },
        }),
      hide,
    )
    .get(
      '/reset',
      async () =>
        new Response(resetPage(await assets()), {
          headers: {
            ...headers,
            'content-type': 'text/html; charset=utf-8',
            'cache-control': 'no-store',
            'clear-site-data': '"cache"',
          },
        }),
      hide,
    );
};
