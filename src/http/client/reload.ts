// In development: notifies the page when its sources change (server-sent events, HTML standard).
import { Elysia } from 'elysia';
import type { Change, ClientWatch } from './dev-watch';

// A page is also loaded again when the server has started again.
const SCRIPT = `const source = new EventSource('/assets/reload');
let start;
source.addEventListener('start', ({ data }) => {
  if (start !== undefined && start !== data) location.reload();
  start = data;
});
source.addEventListener('page', () => location.reload());
source.addEventListener('fault', ({ data }) => { throw new Error(data); });
source.addEventListener('style', ({ data }) => {
  document.querySelector('link[rel=stylesheet]').href = '/assets/' + data;
});
`;

const beat_every_ms = 5_000;

const frame = ({ kind, data }: { kind: Change['kind'] | 'start'; data: string }) =>
  `event: ${kind}\ndata: ${data.replaceAll('\n', '\ndata: ')}\n\n`;

export const reloads = (watch: ClientWatch) => {
  const start = crypto.randomUUID();
  const hide = { detail: { hide: true } };
  return new Elysia({ name: 'reload' })
    .get(
      '/assets/reload.js',
      () => new Response(SCRIPT, { headers: { 'content-type': 'text/javascript; charset=utf-8' } }),
      hide,
    )
    .get(
      '/assets/reload',
      ({ request }) => {
        const stream = new ReadableStream<string>({
          start(controller) {
            const send = (change: Parameters<typeof frame>[0]) => controller.enqueue(frame(change));
            send({ kind: 'start', data: start });
            const unlisten = watch.listen(send);
            // An idle connection would be closed, and a change in the meantime missed.
            const beat = setInterval(() => controller.enqueue(': still here\n\n'), beat_every_ms);
            request.signal.addEventListener('abort', () => {
              unlisten();
              clearInterval(beat);
            });
          },
        });
        const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
        return new Response(stream, { headers });
      },
      hide,
    );
};
