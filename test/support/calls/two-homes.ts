// Alice and bob, each at home behind a router, and the executable in the internet between them, on the
// port of https. Nothing of it is in this machine's own network.
import { startExecutable } from '../executable';
import { openInsideBrowser } from '../network/inside-browser';
import { HOST, HOST_TOO, type Home, openInternet, SERVER } from '../network/internet';
import type { Manner } from '../network/routers';
import { createLink, enter, joinByInvitation, openChat, signUp } from '../screen';
import { certifyBy } from '../tls';
import { press, watchConnections } from './talking';

const URL = `https://${HOST}`;

export const openHomes = async (settings: Record<string, string> = {}) => {
  await using stack = new AsyncDisposableStack();
  const internet = stack.use(await openInternet());
  const { routers, dir } = internet;
  const home = { alice: routers.alice, bob: routers.bob };
  for (const be of Object.values(home)) be('open');
  const certificate = certifyBy(dir, [`DNS:${HOST}`, `DNS:${HOST_TOO}`]);
  const options = {
    inside: internet.enter('server'),
    dir: `${dir}/server`,
    env: {
      ...{ CHAT8_HOST: SERVER, CHAT8_PORT: '443', CHAT8_PUBLIC_URL: URL },
      ...{ CHAT8_TLS_CERT: certificate.cert, CHAT8_TLS_KEY: certificate.key },
      ...settings,
    },
  };
  let server = await startExecutable(options);
  stack.defer(() => server[Symbol.asyncDispose]());
  const open = async (name: Home) => {
    const browser = stack.use(await openInsideBrowser(internet, name, certificate.ca));
    const page = await browser.page();
    await watchConnections(page);
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
    certificate,
    alice,
    bob,
    /** What alice's router is, and what bob's is. */
    be(hers: Manner, his: Manner): void {
      home.alice(hers);
      home.bob(his);
    },
    errors: () => [...hers.errors, ...his.errors],
    outside: () => [...hers.outside, ...his.outside],
    kill: () => server.stop('SIGKILL'),
    async restart() {
      server = await startExecutable(options);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

export type Homes = Awaited<ReturnType<typeof openHomes>>;
