// The hours in which a device hears of calls alone.
import type { PushSubscription } from '../../db/push/subscriptions';
import { createLru } from '../../platform/lru';
import { invalid } from '../../protocol/errors';
import { push_zones_known_max } from '../../protocol/push-limits';
import { isWithin, quietFormat } from '../../protocol/quiet-hours';

type QuietHours = Pick<PushSubscription, 'quiet_from' | 'quiet_to' | 'quiet_zone'>;

const NONE: QuietHours = { quiet_from: null, quiet_to: null, quiet_zone: null };

// Making one costs more than everything else of a push.
const formats = createLru<string, Intl.DateTimeFormat>(push_zones_known_max);

/** @throws RangeError if there is no such time zone */
const formatFor = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = quietFormat(zone);
  formats.set(zone, made);
  return made;
};

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** @throws invalidField */
export const quietHours = (
  quiet: { from: string; to: string; zone: string } | null | undefined,
): QuietHours => {
  if (quiet === null || quiet === undefined) return NONE;
  const { from, to, zone } = quiet;
  if (!isTime(from)) throw invalid('quiet.from', 'must be a time such as 22:30');
  if (!isTime(to)) throw invalid('quiet.to', 'must be a time such as 07:00');
  try {
    // An offset such as +08:00 is no zone: it knows no summer.
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError();
    formatFor(zone);
  } catch {
    throw invalid('quiet.zone', 'must be an IANA time zone such as Asia/Shanghai');
  }
  return { quiet_from: from, quiet_to: to, quiet_zone: zone };
};

export const isQuietAt = ({ quiet_from, quiet_to, quiet_zone }: QuietHours, now: number) => {
  if (quiet_from === null || quiet_to === null || quiet_zone === null) return false;
  const time = formatFor(quiet_zone).format(now);
  return isWithin({ from: quiet_from, to: quiet_to }, time);
};
