// A tab that takes over asks what it missed: a server that lies about that ends in no endless asking,
// and what has not the shape of an event is none.
import { expect, test } from 'bun:test';
import { createTakeOver } from '../../../../src/web/model/messages/offline/take-over';
import type { MissedAnswer } from '../../../../src/web/model/net/answers';
import { settle } from '../../../support/fake-parts';

const timestamp = '2026-01-02T00:00:00.000Z';
const status = (seq?: number) => ({
  type: 'user_status',
  timestamp,
  data: { user_id: 2, status: 'away' },
  ...(seq === undefined ? {} : { seq }),
});

const takeOver = async (answer: (since: number) => Partial<MissedAnswer> | null) => {
  const asked: number[] = [];
  const received: unknown[] = [];
  const told: unknown[] = [];
  const api = {
    async get(path: string, shape: (value: unknown) => boolean) {
      const since = Number(new URLSearchParams(path.split('?')[1]).get('since'));
      asked.push(since);
      const said = answer(since);
      const missed = said && {
        epoch: 'e',
        seq: 9,
        resumed: true,
        events: [],
        more: false,
        ...said,
      };
      if (!shape(missed)) throw new Error('malformed');
      return missed;
    },
  };
  const offlineWriter = {
    gap: ({ seq }: { seq: number }) => seq + 1,
    done: (event: number) => told.push(['done', event]),
    hello: (...hello: unknown[]) => told.push(hello),
  };
  const pages = { loadList: async () => void told.push('the list') };
  const { begin, again } = createTakeOver({ api, offlineWriter, pages } as never, async (frame) => {
    received.push(frame);
  });
  begin({ epoch: 'e', seq: 4 });
  await settle();
  return { asked, received, told, again };
};

test('what was missed is asked for page by page, and dealt with once', async () => {
  const { asked, received, told } = await takeOver((since) => ({
    events: [status(since + 1), status(since + 2)],
    more: since < 7,
  }));
  expect(asked).toEqual([4, 6, 8]);
  expect(received).toHaveLength(6);
  expect(told).toEqual([['done', 5]]);
});

test('a server that gets no further, goes back or says nothing of use is not asked for ever', async () => {
  const lies: [string, (since: number) => Partial<MissedAnswer>][] = [
    ['no number', () => ({ events: [status()], more: true })],
    ['an earlier one', () => ({ events: [status(1)], more: true })],
    ['the same one', (since) => ({ events: [status(since)], more: true })],
    ['nothing', () => ({ events: [], more: true })],
    ['no event', () => ({ events: [null, 7, 'x', { seq: 'high' }], more: true })],
  ];
  for (const [name, lie] of lies) {
    const { asked, told } = await takeOver(lie);
    expect([name, asked.length]).toEqual([name, 1]);
    expect([name, told]).toEqual([name, [['done', 5]]]);
  }
});

test('another epoch is walked through again, and an answer that is none is asked for with the next connection', async () => {
  const other = await takeOver(() => ({ epoch: 'other', seq: 3, resumed: false }));
  expect(other.told).toEqual([['other', 3, false], 'the list']);
  let isHonest = false;
  const none = await takeOver(() => (isHonest ? { events: [status(5)] } : null));
  expect([none.told, none.received]).toEqual([[], []]);
  isHonest = true;
  none.again();
  await settle();
  expect([none.told, none.received]).toEqual([[['done', 5]], [status(5)]]);
});
