import { expect, test } from 'bun:test';
import { REPLAYS } from '../../../src/features/events/replay';
import { IS_DURABLE } from '../../../src/protocol/events';
import { EVENTS } from '../../../src/realtime/schemas';

test('no durable event lacks its replay, and no event its schema', () => {
  const durable = Object.entries(IS_DURABLE).flatMap(([type, kept]) => (kept ? [type] : []));
  expect(Object.keys(REPLAYS).toSorted()).toEqual(durable.toSorted());
  expect(Object.keys(EVENTS).toSorted()).toEqual(Object.keys(IS_DURABLE).toSorted());
  for (const { data } of Object.values(EVENTS)) expect(data.type).toBeDefined();
});
