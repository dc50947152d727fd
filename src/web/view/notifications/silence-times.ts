// Until when somebody may be silenced: for some hours, till the next morning, till Monday morning.
import { hour_ms } from '../../../protocol/limits';

const morning_hour = 8;

type SilenceName = 'hour' | 'hours' | 'tomorrow' | 'monday';

const MONDAY = 1;

/** In the reader's own time: the morning so many days from now. */
const morningIn = (now: Date, days: number): number => {
  const day = now.getDate() + days;
  return new Date(now.getFullYear(), now.getMonth(), day, morning_hour).getTime();
};

/** The next morning that is still to come, which may be today's. */
export const nextMorning = (now: Date): Date => {
  const today = morningIn(now, 0);
  return new Date(today > now.getTime() ? today : morningIn(now, 1));
};

/** How long each is from now, in ms; the same morning is named once. */
export const silenceTimes = (now: Date): [SilenceName, number][] => {
  const until = (at: number) => at - now.getTime();
  const toMonday = ((MONDAY - now.getDay() + 6) % 7) + 1;
  const monday: [SilenceName, number][] =
    toMonday === 1 ? [] : [['monday', until(morningIn(now, toMonday))]];
  return [
    ['hour', hour_ms],
    ['hours', 8 * hour_ms],
    ['tomorrow', until(morningIn(now, 1))],
    ...monday,
  ];
};
