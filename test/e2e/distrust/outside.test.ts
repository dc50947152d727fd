// The premise of every scene that looks at `outside`: it would be told, and nothing would get there.
import { expect, test } from 'bun:test';
import { isAvailable } from '../../support/available';
import { openBrowser, openWholeBrowser } from '../../support/browser';
import { eventually } from '../../support/timing';

const hasBrowser = isAvailable('chromium');

const ELSEWHERE = [
  'http://192.0.2.1/address',
  'http://elsewhere.example/fetched',
  'http://elsewhere.example/sent-on',
  'ws://elsewhere.example/socket',
];

/** A page without a policy, which asks for all of it. */
const page = (): Response =>
  new Response(
    `<script>
      new Image().src = '${ELSEWHERE[0]}';
      fetch('${ELSEWHERE[1]}').catch(() => {});
      fetch('/redirect').catch(() => {});
      new WebSocket('${ELSEWHERE[3]}');
    </script>`,
    { headers: { 'content-type': 'text/html' } },
  );

test.skipIf(!hasBrowser)(
  'what a page asks for elsewhere is noted and gets nowhere, in every browser of the scenes',
  async () => {
    using server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: ({ url }) =>
        url.endsWith('/redirect') ? Response.redirect(ELSEWHERE[2] ?? '') : page(),
    });
    for (const open of [openBrowser, openWholeBrowser]) {
      await using browser = await open();
      const tab = await browser.page();
      await tab.goto(`http://127.0.0.1:${server.port}/`);
      await eventually(() => browser.outside.length === ELSEWHERE.length);
      expect([...browser.outside].sort()).toEqual(ELSEWHERE);
      const lost = () => browser.errors.filter((line) => line.includes('ERR_NAME_NOT_RESOLVED'));
      await eventually(() => lost().length === ELSEWHERE.length);
    }
  },
  300_000,
);
