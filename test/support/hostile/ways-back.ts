// The truth again, on the same device: what is left is what a person finds there tomorrow. Whoever is
// no longer signed in has a way back by what they know.
import type { Cast } from './cast';
import { newDevice } from './cast';
import { openDevice } from './device';
import type { Life } from './life';
import { attempt, isReady, newLife, start } from './life';
import { readAll, waits_max } from './reading';

const steps_max = 6;
/** By then a page has written what it keeps. */
const soon_ms = 1_000;
const minute_ms = 61_000;
const minutes_max = 30;
/** Nothing listens there. */
const nowhere = () => 'http://127.0.0.1:1';

/** The next thing that the page asks for. False if it asks for nothing that she has. */
const step = async (life: Life, password: string): Promise<boolean> => {
  const { device, account } = life;
  const { session, screen } = device.app;
  switch (screen.phase.value) {
    case 'recovery':
      life.secrets.push(session.recovery.value ?? '');
      attempt(life, session.recovered);
      return true;
    case 'locked':
      attempt(life, () => session.unlock(password, 'password'));
      return true;
    case 'welcome':
      attempt(life, () => session.login(account.name, password));
      return true;
    default:
      return false;
  }
};

/** As far as the page lets her in. */
export const comeIn = async (life: Life): Promise<void> => {
  for (let steps = 0; steps < steps_max && !isReady(life); steps += 1) {
    const { passwords } = life.account;
    const isAsked = await step(life, passwords[steps % passwords.length] ?? '');
    await life.device.idle();
    if (isAsked) continue;
    life.cast.liar.release();
    await life.device.pass(10_000);
  }
};

/** A page in the same browser, without the server: what this device keeps is all that there is. */
export const wakeAway = async (before: Life): Promise<Life> => {
  const { device, written, account } = before;
  // What was shown last is written soon, and what a lie left out is walked through again: a request
  // that fails is tried again a minute later, and a long history takes its time.
  const { conversations, offline } = device.app;
  // Before the list is here nothing is walked through yet.
  const isWhole = () =>
    conversations.list.value
      .filter(({ preview }) => preview !== null && preview.id > 0)
      .every(({ friend }) => offline.walked.value[friend.id] === 0);
  for (let minutes = 0; minutes === 0 || (minutes < minutes_max && !isWhole()); minutes += 1) {
    // On a busy machine a minute that goes by at once can be a minute without an answer: the line is given up.
    if (isReady(before)) await device.reached();
    await device.pass(minute_ms);
  }
  // What a page of before had still on its way has come by now.
  if (isReady(before)) await readAll(before, waits_max);
  await device.pass(soon_ms);
  device.close();
  const life = newLife(before.cast, openDevice(nowhere, device.kept), written, account);
  await start(life);
  return life;
};

/** A page in the same browser, signed in, if there is such an account at all. */
export const wake = async (before: Life, cast: Cast): Promise<Life> => {
  const { device, written, account } = before;
  await device.pass(soon_ms);
  device.close();
  const life = newLife(before.cast, newDevice(cast.liar, device.kept), written, account);
  life.typed = before.typed;
  life.removed = before.removed;
  life.secrets = before.secrets;
  await start(life);
  await comeIn(life);
  await life.device.pass(60_000);
  if (!isReady(life) && (await isThere(cast, account.name))) {
    life.faults.push(`${account.name} is locked out: ${life.device.app.screen.phase.value}`);
  }
  return life;
};

/** The account, at the honest server. */
export const idOf = async ({ strangers }: Cast, name: string): Promise<number> => {
  const found: { id: number; username: string }[] = (
    await strangers.nick.person.get(`/friends/search?q=${name}`)
  ).body.data;
  return found.find(({ username }) => username === name)?.id ?? 0;
};

const isThere = async (cast: Cast, name: string): Promise<boolean> =>
  (await idOf(cast, name)) !== 0;

/** What nobody was told of: a promise of the client's that failed without anyone who listens. */
export const listenForStray = () => {
  const stray: string[] = [];
  const hear = (error: unknown) => void stray.push(`stray: ${error}`);
  process.on('unhandledRejection', hear);
  return {
    take: () => stray.splice(0),
    [Symbol.dispose]: () => void process.off('unhandledRejection', hear),
  };
};
