// The 50 pairs, in a process of their own: what it takes to start servers and to send too much is
// not their time. It tells also how late its own event loop was: no figure is better than that.
// Started by `excess.ts`, which asks by messages between processes.
import { connect } from '../../support/person';
import { median, quantile } from '../measure';

export interface Talker {
  id: number;
  token: string;
}

/** What the others noticed from one `begin` to its `end`; times in ms. */
export interface Noticed {
  p50: number;
  p99: number;
  longest: number;
  messages: number;
  /** Of this process itself. */
  late_p99: number;
}

export type Order =
  | { do: 'talk'; url: string; pairs: [Talker, Talker][] }
  | { do: 'begin' | 'end' };

const pause_ms = 100;
const look_every_ms = 5;

let times: number[] = [];
let lates: number[] = [];
let due = performance.now() + look_every_ms;
setInterval(() => {
  const now = performance.now();
  lates.push(Math.max(0, now - due));
  due = now + look_every_ms;
}, look_every_ms);

/** Back and forth, with a pause as people have one. */
const talk = async (url: string, a: Talker, b: Talker): Promise<void> => {
  const [first, second] = [await connect(url, a.id, a.token), await connect(url, b.id, b.token)];
  const sides = [
    { from: first, to: second, receiver_id: b.id },
    { from: second, to: first, receiver_id: a.id },
  ];
  await Bun.sleep(Math.random() * pause_ms);
  for (let i = 0; ; i += 1) {
    const { from, to, receiver_id } = sides[i % 2] as (typeof sides)[number];
    const content = `message ${i} to ${receiver_id}`;
    const started = performance.now();
    from.send({ type: 'send_message', data: { receiver_id, content } });
    await to.next(({ type, data }) => type === 'new_message' && data.content === content);
    times.push(performance.now() - started);
    for (const device of [first, second]) device.frames.length = 0;
    await Bun.sleep(pause_ms);
  }
};

const noticed = (): Noticed => ({
  p50: median(times),
  p99: quantile(times, 0.99),
  longest: Math.max(0, ...times),
  messages: times.length,
  late_p99: quantile(lates, 0.99),
});

if (import.meta.main) {
  process.on('message', (order: Order) => {
    if (order.do === 'talk') {
      for (const [a, b] of order.pairs) void talk(order.url, a, b);
    } else if (order.do === 'begin') [times, lates] = [[], []];
    else process.send?.(noticed());
  });
  process.on('disconnect', () => process.exit(0));
}
