// What a server may ask of a client: to wait, keeping the order; and what it may leave out: events
// that a later one covers.
import { expect, test } from 'bun:test';
import { openBob, openTab, say, signIn, statesOf, textsOf } from '../../support/fake-client';
import { fakeBrowser, settle } from '../../support/fake-parts';
import { fakeServer, refusal } from '../../support/fake-server';

const POST = /POST \/messages\?/;

/** By `details`, as a message over a socket has it, or by the header alone (RFC 9110, 10.2.3). */
const ASKED: [string, () => Response][] = [
  ['details.retry_after_s', () => refusal(429, 'REQUEST_006', { retry_after_s: 40 })],
  [
    'Retry-After',
    () => {
      const error = { code: 'REQUEST_006', message: '', details: {} };
      return Response.json({ error }, { status: 429, headers: { 'retry-after': '40' } });
    },
  ],
];

for (const [name, ask] of ASKED) {
  test(`who is asked to wait by ${name} waits that long, and the order stays`, async () => {
    const { app, clock, server } = await signIn();
    await openBob(app);
    const began = clock.now();
    const tried: number[] = [];
    using _ = server.refuse(POST, () => {
      tried.push((clock.now() - began) / 1_000);
      return clock.now() - began < 40_000 ? ask() : undefined;
    });
    await say(app, 'one');
    await clock.pass(10_000);
    await say(app, 'two');
    await clock.pass(10_000);
    await say(app, 'three');
    server.disconnect(true);
    await clock.pass(10_000);
    // Neither what is written nor a new connection asks before the time.
    expect(tried).toEqual([0]);
    expect(statesOf(app)).toEqual(['sending', 'sending', 'sending']);
    await clock.pass(11_000);
    expect(statesOf(app)).toEqual(['sent', 'sent', 'sent']);
    expect(textsOf(app)).toEqual(['one', 'two', 'three']);
    expect(tried).toEqual([0, 40, 40, 40]);
  });
}

test('a hole in seq is none: nothing is read again, and the next connection goes on from the last', async () => {
  const server = fakeServer();
  const paths: string[] = [];
  // Between the first event and the next, seven were covered by later ones.
  const withHole = (text: string) =>
    text.replace(/"seq":(\d+),"timestamp"/, (known, seq) =>
      Number(seq) > 1 ? `"seq":${Number(seq) + 7},"timestamp"` : known,
    );
  const openSocket: typeof server.openSocket = (path, { frame, closed }) => {
    paths.push(path);
    return server.openSocket(path, { frame: (text) => frame(withHole(text)), closed });
  };
  const { app, clock } = await openTab({ ...server, openSocket }, fakeBrowser());
  await openBob(app);
  server.says('one');
  await settle();
  const before = server.asked.length;
  server.says('two');
  await settle();
  expect(textsOf(app)).toEqual(['one', 'two']);
  server.disconnect(true);
  await clock.pass(1_000);
  expect(new URLSearchParams(paths[1]?.split('?')[1]).get('since')).toBe('9');
  const read = server.asked.slice(before).filter((line) => /^GET \/(messages|conv)/.test(line));
  expect(read).toEqual([]);
  expect(textsOf(app)).toEqual(['one', 'two']);
});
