// /docs in a browser, without internet: swagger-ui from inside the executable.
import { Elysia } from 'elysia';
import styles from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' };
import bundle from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' };

const PAGE = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chat8 API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/docs/json', dom_id: '#docs', deepLinking: true, persistAuthorization: false,
  validatorUrl: null,
});
`;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const answer = (body: BodyInit, type: string) =>
  new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    },
  });

/** `document` makes the OpenAPI document; it is made once. */
export const docsPage = (document: () => Promise<object>) => {
  let text: Promise<string> | undefined;
  const json = () => {
    text ??= document().then((made) => JSON.stringify(made));
    return text;
  };
  const hide = { detail: { hide: true } };
  return new Elysia({ name: 'docs' })
    .get('/docs', () => answer(PAGE, 'text/html'), hide)
    .get('/docs/json', async () => answer(await json(), 'application/json'), hide)
    .get('/docs/start.js', () => answer(START, 'text/javascript'), hide)
    .get('/docs/swagger-ui.js', () => answer(Bun.file(String(bundle)), 'text/javascript'), hide)
    .get('/docs/swagger-ui.css', () => answer(Bun.file(String(styles)), 'text/css'), hide);
};
