// Firefox without a driver program: bare WebDriver BiDi (W3C), a home of its own, and the system's
// notifications in the hands of the test.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A notification as the system would show it. */
export interface Alert {
  title: string;
  text: string;
}

const PREFERENCES = {
  // Remote control turns it off.
  'dom.push.connection.enabled': true,
  'dom.push.testing.allowInsecureServerURL': true,
  'permissions.default.desktop-notification': 1,
  'dom.webnotifications.requireuserinteraction': false,
  'alerts.useSystemBackend': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'services.settings.server': 'http://127.0.0.1:1/',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'intl.accept_languages': 'en-US',
  // Nothing but this machine.
  'network.proxy.type': 1,
  'network.proxy.socks': '127.0.0.1',
  'network.proxy.socks_port': 1,
  'network.proxy.no_proxies_on': '127.0.0.1',
};

/** Runs in the browser's own window: notifications come here instead of to the system. */
const TAKE_ALERTS = `(() => {
  const alerts = globalThis.chat8Alerts = [];
  globalThis.chat8Shown = 0;
  const gone = (alert) => {
    const at = alerts.findIndex((each) => each.alert === alert);
    if (at >= 0) alerts.splice(at, 1);
  };
  const service = {
    QueryInterface: ChromeUtils.generateQI(['nsIAlertsService']),
    showAlert(alert, listener) {
      for (const each of [...alerts]) if (each.alert.name === alert.name) gone(each.alert);
      alerts.push({ alert, listener });
      globalThis.chat8Shown += 1;
      listener?.observe(null, 'alertshow', alert.cookie);
    },
    closeAlert(name) {
      for (const each of alerts.filter((one) => one.alert.name === name)) {
        gone(each.alert);
        each.listener?.observe(null, 'alertfinished', each.alert.cookie);
      }
    },
    teardown() {},
    pbmTeardown() {},
    getHistory: async () => [],
  };
  Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
    Components.ID('{5b0d1a7e-3c0e-4a1b-9d67-6f4d1b9f2c88}'),
    'notifications of the tests',
    '@mozilla.org/alerts-service;1',
    { createInstance: (iid) => service.QueryInterface(iid) },
  );
})()`;

const ALERTS = `JSON.stringify(globalThis.chat8Alerts.map(({ alert }) =>
  ({ title: alert.title, text: alert.text })))`;

const connect = async (url: string) => {
  const socket = new WebSocket(`${url}/session`);
  const waiting = new Map<number, (answer: Record<string, unknown>) => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number };
    waiting.get(answer.id ?? 0)?.(answer);
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    close: () => socket.close(),
    async send<Result>(method: string, params: object): Promise<Result> {
      last += 1;
      const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
      const { result, error, message } = await promise;
      if (error !== undefined) throw new Error(`${method}: ${error} ${message}`);
      return result as Result;
    },
  };
};

type Evaluated =
  | { type: 'success'; result: { value?: unknown } }
  | { type: 'exception'; exceptionDetails: { text: string } };
interface Contexts {
  contexts: { context: string; url: string }[];
}

const started = async (stderr: ReadableStream<Uint8Array>): Promise<string> => {
  let output = '';
  const found = Promise.withResolvers<string>();
  const read = async () => {
    for await (const chunk of stderr) {
      output += Buffer.from(chunk).toString();
      const url = /WebDriver BiDi listening on (ws:\S+)/.exec(output)?.[1];
      if (url !== undefined) found.resolve(url);
    }
    found.reject(new Error(`Firefox ended:\n${output}`));
  };
  void read();
  return found.promise;
};

/** A microphone that hums and a camera that shows colours, for every page that asks. */
export const FAKE_DEVICES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Another browser of this machine is found by this machine's own address.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
};

/** Its push service is the one at `pushUrl`. */
export const openFirefox = async (pushUrl: string, preferences: object = {}) => {
  const home = mkdtempSync(join(tmpdir(), 'chat8-firefox-'));
  const all = Object.entries({ ...PREFERENCES, 'dom.push.serverURL': pushUrl, ...preferences });
  const lines = all.map(([name, value]) => `user_pref('${name}', ${JSON.stringify(value)});`);
  writeFileSync(join(home, 'user.js'), lines.join('\n'));
  const child = Bun.spawn(
    [
      'firefox-esr',
      ...['--headless', '--no-remote', '--profile', home],
      ...['--remote-debugging-port', '0', '--remote-allow-system-access'],
    ],
    {
      env: { PATH: Bun.env.PATH, HOME: home, LANG: 'en_US.UTF-8' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const bidi = await connect(await started(child.stderr));
  // A certificate that a test made for itself is good enough.
  await bidi.send('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  const contextOf = async (scope: object): Promise<string> => {
    const { contexts } = await bidi.send<Contexts>('browsingContext.getTree', scope);
    return contexts[0]?.context ?? '';
  };
  const evaluate = async (context: string, expression: string): Promise<unknown> => {
    const answer = await bidi.send<Evaluated>('script.evaluate', {
      expression,
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  };
  const chrome = await contextOf({ 'moz:scope': 'chrome' });
  await evaluate(chrome, TAKE_ALERTS);
  let page = await contextOf({});
  return {
    async goto(url: string): Promise<void> {
      await bidi.send('browsingContext.navigate', { context: page, url, wait: 'complete' });
    },
    /** Runs in each page before its own code. */
    async before(functionDeclaration: string): Promise<void> {
      await bidi.send('script.addPreloadScript', { functionDeclaration });
    },
    /** In the page, as if somebody had pressed something just now. */
    run: (expression: string) => evaluate(page, expression),
    /** Leaves an empty page in place of the one that is open. */
    async closePage(): Promise<void> {
      const closed = page;
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', {
        type: 'tab',
      });
      page = context;
      await bidi.send('browsingContext.close', { context: closed });
    },
    /** Goes on in the page whose address begins so; false if there is none. */
    async take(address: string): Promise<boolean> {
      const { contexts } = await bidi.send<Contexts>('browsingContext.getTree', {});
      const found = contexts.find(({ url }) => url.startsWith(address));
      page = found?.context ?? page;
      return found !== undefined;
    },
    /** What the system shows. */
    alerts: async (): Promise<Alert[]> => JSON.parse(String(await evaluate(chrome, ALERTS))),
    /** How many were shown since the start, those that replaced another one too. */
    shownCount: async (): Promise<number> =>
      Number(await evaluate(chrome, 'globalThis.chat8Shown')),
    /** A press on the newest notification. */
    pressAlert: () =>
      evaluate(
        chrome,
        `(({ alert, listener }) => listener.observe(null, 'alertclickcallback', alert.cookie))(globalThis.chat8Alerts.at(-1))`,
      ),
    async [Symbol.asyncDispose]() {
      bidi.close();
      child.kill('SIGKILL');
      await child.exited;
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

export type Firefox = Awaited<ReturnType<typeof openFirefox>>;
