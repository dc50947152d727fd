// What is said of somebody's presence: never what the conversation below it contradicts.
import { expect, test } from 'bun:test';
import { en } from '../../../src/web/i18n/en/en';
import { presenceLine } from '../../../src/web/view/people/presence-line';
import type { Client } from '../../../src/web/view/ui/use-app';

const [ALICE, BOB] = [1, 2];

/** Bob was seen last at nine, and this was written since. */
const lineAfter = (items: { sender_id: number; id: number; at: string }[], status = 'offline') =>
  presenceLine(
    {
      t: { value: en },
      format: { shortTime: (at: string) => at.slice(11, 16) },
      people: {
        isSelf: () => false,
        presenceOf: () => ({ status, last_seen: '2026-01-02T09:00:00.000Z' }),
      },
      typing: { isTyping: () => false },
      windows: { timelineOf: () => ({ items }) },
    } as unknown as Client,
    BOB,
  );

test('nobody was seen last before they wrote last', () => {
  const at = (time: string) => `2026-01-02T${time}:00.000Z`;
  const early = { sender_id: BOB, id: 7, at: at('08:59') };
  const late = { sender_id: BOB, id: 8, at: at('09:30') };
  const mine = { sender_id: ALICE, id: 9, at: at('10:00') };
  expect(lineAfter([])).toBe('Last seen 09:00');
  expect(lineAfter([early, mine])).toBe('Last seen 09:00');
  expect(lineAfter([early, late, mine])).toBe('');
  expect(lineAfter([early, late, mine], 'online')).toBe('Online');
});
