// Alice and bob, each at home behind a router, and the executable in the internet between them, on the
// port of https. Nothing of it is in this machine's own network.
import { startExecutable } from '../executable';
import { openInsideBrowser } from '../network/inside-browser';
import { HOST, type Home, openInternet } from '../network/internet';
import type { Manner } from '../network/routers';
import { createLink, enter, joinByInvitation, openChat, signUp } from '../screen';
import { certifyBy } from '../tls';
import { talkWithoutPause } from './loud-voice';
import { press, watchConnections } from './talking';

const URL = `https://${HOST}`;

export const openHomes = async (settings: Record<string, string> = {}) => {
  await using stack = new AsyncDisposableStack();
  const internet = stack.use(await openInternet());
  const { routers, dir } = internet;
  const home = { alice: routers.alice, bob: routers.bob };
  for (const be of Object.values(home)) be('open');
  const { ca, cert, key } = certifyBy(dir, [`DNS:${HOST}`]);
  const options = {
    inside: internet.enter('server'),
    dir: `${dir}/server`,
    env: {
      // On all addresses of its host, of which clients call the second.
      CHAT8_HOST: '',
      CHAT8_PORT: '443',
      CHAT8_PUBLIC_URL: URL,
      CHAT8_TLS_CERT: cert,
      CHAT8_TLS_KEY: key,
      CHAT8_RELAY: 'on',
      CHAT8_TURN_PORT: '4478',
      ...settings,
    },
  };
  let server = await startExecutable(options);
  stack.defer(() => server[Symbol.asyncDispose]());
  const open = async (name: Home) => {
    const browser = stack.use(await openInsideBrowser(internet, name, ca));
    const page = await browser.page();
    await watchConnections(page);
    await talkWithoutPause(page);
    return { ...browser, page };
  };
  const [{ page: alice, ...hers }, { page: bob, ...his }] = await Promise.all([
    open('alice'),
    open('bob'),
  ]);
  await enter(await signUp(alice, URL, 'alice'));
  await enter(await joinByInvitation(bob, await createLink(alice), 'bob'));
  await press(alice, 'Close');
  await openChat(alice, 'bob');
  await openChat(bob, 'alice');
  const opened = stack.move();
  return {
    internet,
    alice,
    bob,
    /** What alice's router is, and what bob's is. */
    be(hers: Manner, his: Manner): void {
      home.alice(hers);
      home.bob(his);
    },
    errors: () => [...hers.errors, ...his.errors],
    outside: () => [...hers.outside, ...his.outside],
    /** The executable is killed, and started again. */
    async kill() {
      await server.stop('SIGKILL');
      server = await startExecutable(options);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

export type Homes = Awaited<ReturnType<typeof openHomes>>;
