// Lives at an honest server, by a seed: devices that come and go, lose the line and what they kept, and
// die; words that are said, corrected, answered, passed on and deleted, or disappear; keys, names and
// passwords that change, comparisons, a link, friends who part or end their accounts, a backup that is
// restored, and races.
import { ofConversations, ofLists } from './agreement';
import { alarmsOf, countKeys, meet, readLines } from './alarms';
import type { Act, Circle } from './circle';
import { createCircle, hour_ms } from './circle';
import { createDevices } from './devices';
import { createExpiring } from './expiring';
import { createForwarding } from './forwarding';
import { createLeaving } from './leaving';
import type { Operated } from './operated';
import { createTalk } from './talk';
import { createTrust } from './trust';
import { createViews } from './views';

/** Whoever lost the line has it again, and heard what was missed. */
const comeOnline = async ({ seats, idle, record, server }: Circle): Promise<void> => {
  let wereAway = false;
  for (const { seat } of seats()) {
    const { device } = seat;
    for (let tries = 0; tries < 5 && !device.app.isOnline.value; tries += 1) {
      wereAway = true;
      await device.pass(hour_ms);
    }
    // A page that was opened since has an earlier time, at which a deletion can still be undone.
    if (seat.owed.length > 0) {
      wereAway = true;
      await device.pass(hour_ms);
    }
  }
  if (wereAway) await idle();
  for (const { seat } of seats()) {
    record.told(seat);
    const owed = seat.owed.splice(0);
    // After a restore what was done to messages without a line is dropped, and said.
    if (seat.restores === server.restores()) for (const comesTrue of owed) comesTrue();
  }
};

/** What alarms somebody after a step, with what they do about it. */
const look = async ({ people, seats, server, idle }: Circle): Promise<string[]> => {
  for (const one of people) {
    countKeys(one);
    for (const friend of one.friends) meet(one, friend);
  }
  for (const { one, seat } of seats()) {
    for (const friend of one.friends) {
      const alarms = alarmsOf(seat, one, friend, server.restores());
      if (alarms.length > 0) return [`${one.email} sees of ${friend.email}`, ...alarms];
      // Her other devices hear of it before they are looked at.
      if (await readLines(seat, one, friend)) await idle();
    }
    for (const kind of ['wentBack', 'changeRefused', 'editOvertaken', 'sessionEnded'] as const) {
      seat.device.app.notices.dismiss(kind);
    }
    seat.restores = server.restores();
    seat.wasEnded = false;
  }
  return [];
};

const actsOf = (circle: Circle): Record<string, Act> => {
  const { pick, server } = circle;
  const { acts: talk, dieSaying } = createTalk(circle);
  const trust = createTrust(circle);
  return {
    ...{ ...talk, ...trust, ...createViews(circle), ...createDevices(circle, dieSaying) },
    ...{ ...createExpiring(circle), ...createForwarding(circle), ...createLeaving(circle) },
    changeMeanwhile: (one) => Promise.all([trust.changeKey(one), talk.say(pick(one.friends))]),
    renameMeanwhile: (one) => Promise.all([trust.rename(one), talk.race(pick(one.friends))]),
    removeMeanwhile: (one) =>
      Promise.all([talk.remove(one), talk.react(pick(one.friends)), talk.edit(one)]),
    stopMeanwhile: (one) => Promise.all([talk.draft(one), talk.say(one), server.again()]),
  };
};

/** Conversations are compared after so many steps. */
const compared_every = 10;

/** `steps` are lived in their order: all from 0 on, or some that are enough to see something again. */
export const liveAtRandom = async (server: Operated, seed: number, steps: number[]) => {
  const circle = await createCircle(server, seed);
  const { beginStep, pick, people, record, idle } = circle;
  const acts = actsOf(circle);
  const names = Object.keys(acts);
  try {
    for (const [at, step] of steps.entries()) {
      beginStep(step);
      const before = server.time.passed();
      const [name, one] = [pick(names), pick(people)];
      await acts[name]?.(one).catch((cause) => {
        throw new Error(`step ${step}, ${one.email}: ${name}: ${cause}`, { cause });
      });
      await idle();
      await comeOnline(circle);
      // What passed on one of them passed on all.
      if (server.time.passed() > before) {
        await circle.pass(0);
        await idle();
      }
      const isLast = at === steps.length - 1;
      const alarms = await look(circle);
      record.arrived();
      const faults = [
        ...alarms,
        ...ofLists(people),
        ...(isLast || step % compared_every === compared_every - 1
          ? await ofConversations(circle)
          : []),
      ];
      if (faults.length > 0) return [`step ${step}, ${one.email}: ${name}`, ...faults];
    }
    return [];
  } finally {
    circle.close();
  }
};
