// The relay as a process of its own, for what measures it: `bun serve.ts SECRET`. Each line that it
// reads is an order: `stall` keeps the main thread busy for 40 ms of each 200 from now on.
import { startRelay } from '../../../src/relay/relay';

const relay = await startRelay({
  host: '127.0.0.1',
  port: 0,
  secret: process.argv[2] ?? '',
  mbit: 10_000,
  callOf: (call_id) => ({ call_id, member_ids: [1, 2] }),
  onExit: (reason) => {
    process.stderr.write(`the relay ended: ${reason}\n`);
    process.exit(1);
  },
});
process.stdout.write(`listening on ${relay.port}\n`);

const stall = () => {
  const end = performance.now() + 40;
  while (performance.now() < end);
};
for await (const line of console) if (line === 'stall') setInterval(stall, 200);
