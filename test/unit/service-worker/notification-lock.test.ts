// The worker shows, and pages look what there is, one at a time.
import { expect, test } from 'bun:test';
import { createNotificationLock } from '../../../src/web/service-worker/notification-lock';
import { fakeLocks } from '../../support/fake-locks';
import { settle } from '../../support/fake-parts';

const open = (locks: ReturnType<typeof fakeLocks> | undefined) => {
  const timers: (() => void)[] = [];
  const after = (_: number, act: () => void) => void timers.push(act);
  const happened: string[] = [];
  const [worker, page] = [
    createNotificationLock({ locks, after }),
    createNotificationLock({ locks, after }),
  ];
  return {
    happened,
    shows: () => worker(async () => void happened.push('shown')),
    looks: (until: Promise<void>) => page(() => until.then(() => void happened.push('looked'))),
    passTime: () => timers.splice(0).map((act) => act()),
  };
};

test('nothing is shown while a page looks what there is, unless the page stands still', async () => {
  const { happened, shows, looks, passTime } = open(fakeLocks());
  const { promise, resolve } = Promise.withResolvers<void>();
  const looking = looks(promise);
  await settle();
  const showing = shows();
  await settle();
  expect(happened).toEqual([]);
  resolve();
  await Promise.all([looking, showing]);
  expect(happened).toEqual(['looked', 'shown']);
  void looks(new Promise(() => {}));
  await settle();
  const late = shows();
  await settle();
  expect(happened).toHaveLength(2);
  passTime();
  await late;
  expect(happened.slice(2)).toEqual(['shown']);
});

test('a browser without locks shows all the same, and what fails is told', async () => {
  const { happened, shows } = open(undefined);
  await shows();
  expect(happened).toEqual(['shown']);
  const alone = createNotificationLock({ locks: fakeLocks(), after: () => {} });
  const fault = new Error('no permission');
  expect(await alone(() => Promise.reject(fault)).catch((error) => error)).toBe(fault);
});
