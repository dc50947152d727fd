// Words that go by themselves: people choose for how long what they say stays, and time passes.
import type { Act, Circle } from './circle';
import { hour_ms } from './circle';
import { online } from './people';

/** Two hours, a day, nearly a year. */
const lifetimes_s = [null, 7_200, 86_400, 31_000_000];

export const createExpiring = ({ pick, pass, record }: Circle) => {
  const choose: Act = async (one) => {
    const [seat, friend] = [pick(online(one)), pick(one.friends)];
    const lasts_s = pick(lifetimes_s);
    if (seat === undefined) return;
    await seat.device.app.lifetimes.choose(friend.id, lasts_s);
    record.lifetimes.choose(one.id, friend.id, lasts_s);
  };
  const sleep: Act = () => pass(8 * hour_ms);
  return { choose, sleep };
};
