// When there are too many connections: a stranger's ends with its answer, a member's stays.
import { expect, test } from 'bun:test';
import { keeping } from '../../support/network/wire';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

test('when it is crowded a stranger has a connection for one answer, a member for many', async () => {
  await using server = await startServer();
  const { alice } = await friends(server.url);
  using member = keeping(server.url);
  using stranger = keeping(server.url);
  using liar = keeping(server.url);
  expect(await stranger.asks('/healthz')).not.toContain('connection: close');
  server.world.condition.is_crowded = true;
  expect(await member.asks('/api/v1/friends', alice.token)).not.toContain('connection: close');
  expect(await liar.asks('/api/v1/friends', `${alice.token}x`)).toContain('connection: close');
  expect(await stranger.asks('/healthz')).toContain('connection: close');
  await eventually(() => stranger.isClosed() && liar.isClosed());
  expect(await member.asks('/api/v1/conversations', alice.token)).toStartWith('http/1.1 200');
  // A device of hers connects, too.
  using device = await alice.connect();
  await device.event('hello');
  expect(member.isClosed()).toBe(false);
});
