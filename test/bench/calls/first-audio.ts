// From the press on “Answer” to the first sound that the caller hears, and from the press on “Call” to
// the ringing, between two browsers on this machine.
// `bun test/bench/calls/first-audio.ts [calls]`
import { openPair, press, silence } from '../../support/calls/talking';
import { startExecutable } from '../../support/executable';
import { quantile, say } from '../measure';

const calls = Number(process.argv[2] ?? 10);

interface Timed {
  connections: RTCPeerConnection[];
  heard_at?: number;
}

await using server = await startExecutable();
await using pair = await openPair(server.url);
const { alice, bob } = pair;

/** Both pages are on this machine: they share its clock. */
const listen = () =>
  alice.evaluate((least) => {
    const timed = window as unknown as Timed;
    delete timed.heard_at;
    const before = timed.connections.length;
    const look = async (): Promise<void> => {
      const newest = timed.connections[before];
      for (const [, each] of (await newest?.getStats()) ?? []) {
        const isHeard = each.type === 'inbound-rtp' && each.kind === 'audio';
        if (isHeard && each.totalAudioEnergy > least) timed.heard_at = Date.now();
      }
      if (timed.heard_at === undefined) setTimeout(look, 5);
    };
    void look();
  }, silence);

const ringing: number[] = [];
const heard: number[] = [];
for (let i = 0; i < calls; i += 1) {
  await listen();
  const called_at = Date.now();
  await press(alice, 'Call bob');
  await bob.getByRole('dialog', { name: 'Voice call from alice' }).waitFor();
  ringing.push(Date.now() - called_at);
  const answered_at = await bob.evaluate(
    () =>
      new Promise<number>((pressed) => {
        const answer = [...document.querySelectorAll<HTMLButtonElement>('.call-button')].at(-1);
        pressed(Date.now());
        answer?.click();
      }),
  );
  const first = await alice.waitForFunction(() => (window as unknown as Timed).heard_at);
  heard.push(Number(await first.jsonValue()) - answered_at);
  await press(alice, 'End call');
  await bob.getByRole('dialog').waitFor({ state: 'detached' });
  await alice.getByRole('dialog').waitFor({ state: 'detached' });
}

const told = (name: string, times: number[], target: string) =>
  say(`${name}: p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms (${target})`);
told('press to ringing', ringing, 'with opening the microphone');
told('answer to first sound', heard, 'target < 1000');
