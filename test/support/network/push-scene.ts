// Bob has devices, alice writes to him, and the push service answers as a test says.
import { manualClock } from '../clock';
import { friends } from '../person';
import { startServer } from '../server';
import { pushesSettled, startPushService } from './push-service';

/** `others`: origins of push services beside its own. */
export const pushScene = async (...others: string[]) => {
  const service = startPushService();
  const clock = manualClock();
  // Tokens that outlive what the clock of the test does.
  const long = { CHAT8_TOKEN_TTL: '31000000', CHAT8_METRICS_TOKEN: 'the tests read this' };
  const services = { CHAT8_PUSH_SERVICES: [service.origin, ...others].join(',') };
  const server = await startServer({ ...service.settings, ...services, ...long }, clock);
  const { alice, bob } = await friends(server.url);
  const idle = () => pushesSettled(server);
  return {
    service,
    clock,
    server,
    alice,
    bob,
    idle,
    stateOf: () => server.world.push.services.all().find(([name]) => name === service.origin)?.[1],
    /** A message comes, and what the service says of it is settled. */
    async pushes(text: string, count: number) {
      await alice.says(bob, text);
      await service.count(count);
      await idle();
      // What was settled is written behind the answer.
      await server.world.ledger.write(() => undefined);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      service[Symbol.dispose]();
    },
  };
};
