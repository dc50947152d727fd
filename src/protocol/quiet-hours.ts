// The hours in which a device hears of calls alone.

/** `from` and `to` as `HH:MM`. */
export interface QuietHours {
  from: string;
  to: string;
}

export const quietFormat = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

/** `time` as `HH:MM`: from `from` until just before `to`, also over midnight; the same twice is never. */
export const isWithin = ({ from, to }: QuietHours, time: string): boolean =>
  from <= to ? time >= from && time < to : time >= from || time < to;
