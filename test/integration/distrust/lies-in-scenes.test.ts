// A server that lies about all that is not a message: beside the messages, about calls and people, to
// whoever comes in, and when an account changes. All scenes are recorded once for them, and the list of
// what is lied about is held against the requests and events that the client's own code knows.
// `CHAT8_LIES=all` tells all of them.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Cast } from '../../support/hostile/cast';
import { openCast } from '../../support/hostile/cast';
import type { ClientRequest } from '../../support/hostile/client-requests';
import { clientEvents, clientRequests } from '../../support/hostile/client-requests';
import type { Recorded } from '../../support/hostile/matrix';
import { breaking, liesOf, record } from '../../support/hostile/matrix';
import type { SceneName } from '../../support/hostile/scenes';
import { thirdOf } from '../../support/hostile/ways';
import { startServer } from '../../support/server';

let cast: Cast;
let recorded: Recorded;
const opened = new AsyncDisposableStack();

beforeAll(async () => {
  const server = opened.use(await startServer());
  cast = opened.use(await openCast(server));
  recorded = await record(cast);
}, 300_000);
afterAll(() => opened.disposeAsync());

const spelled = ({ method, path, names }: ClientRequest): string =>
  `${method} ${path}${names.length > 0 ? `?${names.join('&')}` : ''}`;

/** Recorded with the same path, and at least the query that is spelled out in the code. */
const isAmong =
  (recorded: string[]) =>
  ({ method, path, names }: ClientRequest): boolean =>
    recorded.some((kind) => {
      const [way, query = ''] = kind.split('?');
      return way === `${method} ${path}` && names.every((name) => query.split('&').includes(name));
    });

/**
 * Only a browser asks for it: a second tab that takes over, whose lies stand in
 * test/unit/model/offline/take-over.test.ts.
 */
const BY_BROWSERS = ['GET /events?since&epoch&limit'];

/**
 * Of one's own notifications, when a push service answers, and none is here. They name no person, key or
 * text: the worst lie is a test that looks shown, or a device that is subscribed again.
 */
const BY_PUSH_SERVICES = ['push_shown', 'push_state'];

const times_max = 3;

test('every request and event that the client knows is recorded, and so lied about', async () => {
  const known = clientRequests();
  // The scan finds what is there.
  expect(known.length).toBeGreaterThan(45);
  const asked: string[] = [];
  const types = new Set<string>();
  expect(known.map(spelled)).toEqual(expect.arrayContaining(BY_BROWSERS));
  // On a busy machine a device takes over from itself: what is recorded then is lied about, too.
  const missing = () => {
    const isRecorded = isAmong(asked);
    const all = known.filter((request) => !isRecorded(request)).map(spelled);
    return all.filter((each) => !BY_BROWSERS.includes(each));
  };
  const unheard = () => clientEvents().filter((type) => !types.has(type));
  // On a busy machine one thing overtakes another, and makes it needless: another time it is asked for.
  for (let times = 0; times < times_max; times += 1) {
    const life = times === 0 ? recorded : await record(cast);
    asked.push(...Object.values(life.asked).flat());
    for (const type of Object.values(life.heard).flat()) types.add(type);
    // A scene that is not played is lied about in nothing.
    for (const [name, { length }] of Object.entries(life.asked)) {
      expect([name, length > 0]).toEqual([name, true]);
    }
    if (missing().length === 0 && unheard().length === BY_PUSH_SERVICES.length) break;
  }
  expect(missing()).toEqual([]);
  expect(unheard()).toEqual(BY_PUSH_SERVICES);
}, 300_000);

const brokenBy = (scenes: SceneName[]) => {
  const answers = liesOf(recorded, 'answer', scenes);
  const frames = liesOf(recorded, 'frame', scenes);
  return breaking(cast, recorded, thirdOf([...answers, ...frames]));
};

test('no lie about what is asked for beside the messages breaks a promise', async () => {
  const lies = liesOf(recorded, 'answer', ['look', 'leave', 'compare', 'sendLarge']);
  expect(await breaking(cast, recorded, thirdOf(lies))).toEqual({});
}, 600_000);

test('no frame and no answer about calls that is untrue breaks a promise', async () => {
  const frames = ['ack', 'call_accepted', 'call_ended', 'call_entry', 'call_signal'];
  expect(recorded.heard.call).toEqual(expect.arrayContaining([...frames, 'voice_call_invite']));
  expect(recorded.asked.call).toContain('GET /calls/ice-servers?call_id');
  expect(await brokenBy(['call'])).toEqual({});
}, 600_000);

test('no lie about requests, links, removals and blocks breaks a promise', async () => {
  expect(await brokenBy(['meet'])).toEqual({});
}, 600_000);

test('no lie to somebody who registers or signs in breaks a promise', async () => {
  expect(await brokenBy(['arrive', 'signIn', 'walkBack'])).toEqual({});
}, 600_000);

test('no lie about a changed password, an ended session or a goodbye breaks a promise', async () => {
  expect(await brokenBy(['change', 'signOut', 'erase'])).toEqual({});
}, 600_000);
