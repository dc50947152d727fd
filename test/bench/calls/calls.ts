// Calls among 1,000 people who are connected, 50 pairs of them talking as fast as they are answered:
// how long after an invitation it rings at the other device; then what the signals of 200 calls cost
// somebody else's requests, beside the same requests without them.
// `bun test/bench/calls/calls.ts [seconds]`
import { join } from 'node:path';
import { startExecutable } from '../../support/executable';
import { connectSilent } from '../../support/network/silent';
import { call } from '../../support/person';
import { median, quantile, say } from '../measure';
import { type Someone, signUp } from '../people';
import { talk } from '../talk';

const seconds = Number(process.argv[2] ?? 8);
const people_count = 1_000;
const pairs_count = 50;
const calls_count = 200;
/** Of each side of a call: far more than browsers send, but for their first second. */
const signals_per_s = 5;
const signal_bytes = 1_024;

await using server = await startExecutable();
const { url } = server;

const people: Someone[] = [];
for (let i = 0; i < people_count; i += 1) people.push(await signUp(url, i));
const pairs = Array.from({ length: people_count / 2 }, (_, i): [Someone, Someone] => {
  const [a, b] = [people[2 * i], people[2 * i + 1]];
  if (a === undefined || b === undefined) throw new Error('nobody there');
  return [a, b];
});
for (const [a, b] of pairs) {
  const ask = (one: Someone, other: Someone) =>
    call(url, 'POST', '/api/v1/friends/request', { token: one.token, body: { user_id: other.id } });
  await ask(a, b);
  await ask(b, a);
}
const talking = pairs.slice(0, pairs_count);
const calling = pairs.slice(pairs_count, pairs_count + calls_count);
const idle = pairs.slice(pairs_count + calls_count).flat();
const silent = [];
for (const { path } of idle) silent.push(await connectSilent(url, path));

interface Frame {
  type: string;
  data?: Record<string, unknown>;
}

/** A device that hands each frame on as it comes. */
const open = async ({ path }: Someone) => {
  let heard: (frame: Frame) => void = () => {};
  const socket = new WebSocket(url.replace('http', 'ws') + path);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  let texts = 0;
  socket.onmessage = ({ data }) => {
    texts += 1;
    // Signals are counted, and not read: a browser's work is not the server's.
    if (!String(data).startsWith('{"type":"call_signal"')) heard(JSON.parse(String(data)));
  };
  return {
    send: (type: string, data: object) => socket.send(JSON.stringify({ type, id: 1, data })),
    raw: (text: string) => socket.send(text),
    next: (type: string) =>
      new Promise<Frame>((resolve, reject) => {
        heard = (frame) => {
          if (frame.type === 'error') reject(new Error(JSON.stringify(frame)));
          if (frame.type === type) resolve(frame);
        };
      }),
    count: () => texts,
    close: () => socket.close(),
  };
};

const devices = await Promise.all(
  calling.map(async ([a, b]) => ({ caller: await open(a), callee: await open(b), to: b.id })),
);

/** From the invitation until it rings, ms; each caller takes it back and calls again. */
const ring = async (until: number): Promise<number[]> => {
  const times: number[] = [];
  // Ten people call at any moment.
  const one = async (first: number) => {
    for (let at = first; performance.now() < until; at = (at + 10) % devices.length) {
      const { caller, callee, to } = devices[at] ?? {};
      if (caller === undefined || callee === undefined) continue;
      const rings = callee.next('voice_call_invite');
      const answered = caller.next('ack');
      const began = performance.now();
      caller.send('voice_call_invite', { user_id: to });
      const { data } = await rings;
      times.push(performance.now() - began);
      await answered;
      const over = callee.next('call_ended');
      caller.send('call_cancel', { call_id: data?.call_id });
      await over;
      await Bun.sleep(50);
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, first) => one(first)));
  return times;
};

// The first ones pay for compiled code and prepared statements.
await ring(performance.now() + 1_000);
const quiet = await ring(performance.now() + seconds * 500);
const chat = talk(url, talking, seconds);
await Bun.sleep(500);
const loud = await ring(performance.now() + (seconds - 0.5) * 1_000);
const { per_s, p99_ms } = await chat;
say(
  `invitation to ringing, ${people_count} connected: ${quiet.length} alone median ` +
    `${median(quiet).toFixed(1)} ms, p99 ${quantile(quiet, 0.99).toFixed(1)} ms; ${loud.length} while ` +
    `${pairs_count} pairs talk (${per_s.toFixed(0)}/s, their messages p99 ${p99_ms.toFixed(1)} ms) median ${median(loud).toFixed(1)} ms, p99 ` +
    `${quantile(loud, 0.99).toFixed(1)} ms (target < 50)`,
);

/** The p99 of somebody else's requests, from a process of its own, ms. */
const probe = async (): Promise<number> => {
  const token = idle[0]?.token ?? '';
  const args = [url, token, String(seconds)];
  const program = [process.execPath, join(import.meta.dir, '../probe.ts'), ...args];
  const child = Bun.spawn(program, { stdout: 'pipe' });
  return Number(await new Response(child.stdout).text());
};

const before = await probe();
const running: { side: (typeof devices)[number]['caller']; text: string }[] = [];
for (const { caller, callee, to } of devices) {
  const rings = callee.next('video_call_invite');
  caller.send('video_call_invite', { user_id: to });
  const call_id = (await rings).data?.call_id;
  const accepted = caller.next('call_accepted');
  callee.send('call_accept', { call_id });
  await accepted;
  const data = { call_id, payload: 'x'.repeat(signal_bytes) };
  const text = JSON.stringify({ type: 'call_signal', data });
  running.push({ side: caller, text }, { side: callee, text });
}
const heardBefore = devices.reduce(
  (sum, { caller, callee }) => sum + caller.count() + callee.count(),
  0,
);
// Each side at its own time, as people have it.
const timers = running.map(({ side, text }, i) => {
  const every_ms = 1_000 / signals_per_s;
  let timer: Timer | undefined;
  const first = setTimeout(
    () => {
      timer = setInterval(() => side.raw(text), every_ms);
    },
    (i * every_ms) / running.length,
  );
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
});
await Bun.sleep(500);
const began = performance.now();
const during = await probe();
const relayed =
  devices.reduce((sum, { caller, callee }) => sum + caller.count() + callee.count(), 0) -
  heardBefore;
const took_s = (performance.now() - began + 500) / 1_000;
for (const stop of timers) stop();
say(
  `signals of ${calls_count} calls, ${(relayed / took_s).toFixed(0)} relayed a second: other requests p99 ` +
    `${during.toFixed(1)} ms (target < 15), without them ${before.toFixed(1)} ms, ratio ` +
    `${(during / before).toFixed(2)}`,
);
for (const { caller, callee } of devices) for (const each of [caller, callee]) each.close();
for (const socket of silent) socket.end();
