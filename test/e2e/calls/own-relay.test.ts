// The program's own relay with browsers as they are: Chromium and Firefox, each with itself and with the
// other, over UDP, TCP and TLS, and by nothing else.
import { expect, test } from 'bun:test';
import { chromium } from 'playwright-core';
import { isAvailable } from '../../support/available';
import { launching } from '../../support/browser';
import { callScene } from '../../support/calls/scene';
import { frontSettings } from '../../support/network/behind-front';
import { FAKE_DEVICES, openFirefox } from '../../support/push/firefox';

interface Server {
  urls: string[];
  username: string;
  credential: string;
}

/** The server is at 127.0.0.1 alone, which is not all that localhost may be. */
const PREFERENCES = {
  ...FAKE_DEVICES,
  'network.dns.disableIPv6': true,
  'network.proxy.no_proxies_on': '127.0.0.1,localhost',
  'network.proxy.socks_remote_dns': false,
};

/** Runs in a page; gives JSON. */
type Run = (expression: string) => Promise<unknown>;

/** One end, in the page under its name: by this server alone, and by no way but its relay. */
const openEnd = async (run: Run, name: string, server: Server) => {
  const options = JSON.stringify({ iceServers: [server], iceTransportPolicy: 'relay' });
  await run(`(() => {
    const connection = new RTCPeerConnection(${options});
    const channel = connection.createDataChannel('x', { negotiated: true, id: 0 });
    const heard = new Promise((resolve) => {
      channel.onmessage = ({ data }) => resolve(data);
    });
    channel.onopen = () => channel.send('${name}');
    window.${name} = { connection, heard };
  })()`);
  return {
    /** Its description with an address of the relay; an answer, if there is an offer. */
    describe: async (offer?: string): Promise<string> =>
      String(
        await run(`(async () => {
          const { connection } = window.${name};
          const offer = ${offer ?? 'null'};
          if (offer) await connection.setRemoteDescription(offer);
          await connection.setLocalDescription();
          while (!connection.localDescription.sdp.includes(' typ relay')) {
            await new Promise((resolve) => {
              connection.addEventListener('icecandidate', resolve, { once: true });
            });
          }
          return JSON.stringify(connection.localDescription);
        })()`),
      ),
    accept: (answer: string) =>
      run(`window.${name}.connection.setRemoteDescription(${answer}).then(() => '')`),
    heard: async () => String(await run(`window.${name}.heard`)),
    close: () => run(`(window.${name}.connection.close(), '')`),
  };
};

const isHere = isAvailable('chromium') && isAvailable('firefox-esr');

test.skipIf(!isHere)(
  'Chromium and Firefox, in every pair, reach each other by the relay alone, over UDP, TCP and TLS',
  async () => {
    await using it = await callScene(frontSettings());
    const { call_id } = await it.runs();
    // A page that was opened by name gets the way over TLS.
    const asPage = { host: `localhost:${new URL(it.url).port}` };
    const path = `/calls/ice-servers?call_id=${call_id}`;
    const [alices, bobs]: Server[] = await Promise.all(
      [it.alice, it.bob].map(
        async (person) => (await person.get(path, asPage)).body.data.ice_servers[0],
      ),
    );
    const by = (server: Server | undefined, way: RegExp): Server => {
      const urls = server?.urls.filter((url) => way.test(url)) ?? [];
      // Over TLS by its name alone, else by where it listens: localhost may be more.
      return {
        ...(server as Server),
        urls: urls.map((url) => url.replace('turn:localhost', 'turn:127.0.0.1')),
      };
    };
    const args = [...launching.args, '--ignore-certificate-errors'];
    const [browser, firefox] = await Promise.all([
      chromium.launch({ ...launching, args }),
      openFirefox('ws://127.0.0.1:1/', PREFERENCES),
    ]);
    await using _ = firefox;
    await using closing = new AsyncDisposableStack();
    closing.defer(() => browser.close());
    const page = await browser.newPage();
    const inChromium: Run = (expression) => page.evaluate(expression);
    const pairs: [string, Run, Run][] = [
      ['Chromium with itself', inChromium, inChromium],
      ['Firefox with itself', firefox.run, firefox.run],
      ['Chromium with Firefox', inChromium, firefox.run],
      ['Firefox with Chromium', firefox.run, inChromium],
    ];
    for (const [way, form] of [
      ['UDP', /^turn:.*=udp$/],
      ['TCP', /^turn:.*=tcp$/],
      ['TLS', /^turns:/],
    ] as const) {
      for (const [name, hers, his] of pairs) {
        const one = await openEnd(hers, 'alice', by(alices, form));
        const other = await openEnd(his, 'bob', by(bobs, form));
        const offer = await one.describe();
        await one.accept(await other.describe(offer));
        const heard = await Promise.race([
          Promise.all([one.heard(), other.heard()]),
          Bun.sleep(60_000),
        ]);
        expect([way, name, heard]).toEqual([way, name, ['bob', 'alice']]);
        await Promise.all([one.close(), other.close()]);
      }
    }
  },
  300_000,
);
