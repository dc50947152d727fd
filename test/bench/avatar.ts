// The peak memory of the server while it takes the largest avatars. `bun test/bench/avatar.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import { startExecutable } from '../support/executable';
import { register } from '../support/person';
import { bomb } from '../support/pictures/pictures';
import { say } from './measure';

await using server = await startExecutable({ env: { CHAT8_RATE_LIMIT: 'off' } });
const alice = await register(server.url, 'alice');

const memoryMib = (field: 'VmRSS' | 'VmHWM') => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;
};

const phone = new Bun.Image(bomb(8_192, 6_144));
const pictures: [string, Uint8Array][] = [
  ['JPEG, 50 megapixels', await phone.jpeg().bytes()],
  [
    'JPEG in scans, 43 megapixels',
    await new Bun.Image(bomb(6_560, 6_560)).jpeg({ progressive: true }).bytes(),
  ],
  ['PNG, 33 megapixels', bomb(5_790, 5_790)],
  ['WebP, 33 megapixels', await new Bun.Image(bomb(5_790, 5_790)).webp().bytes()],
  [
    'lossless WebP, 16 megapixels',
    await new Bun.Image(bomb(4_090, 4_090)).webp({ lossless: true }).bytes(),
  ],
  ['PNG, 50 megapixels', bomb(8_192, 6_144)],
];

for (const [name, bytes] of pictures) {
  await Bun.sleep(500);
  const idle_mib = memoryMib('VmRSS');
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  const form = new FormData();
  form.set('file', new File([new Uint8Array(bytes)], 'me'));
  const started = performance.now();
  const { status, body } = await alice.post('/upload/avatar', form);
  const outcome =
    status === 201 ? 'taken' : `${body.error.code} ${JSON.stringify(body.error.details)}`;
  say(
    `${name}: ${outcome} in ${(performance.now() - started).toFixed(0)} ms, before ` +
      `${idle_mib.toFixed(0)} MiB, peak ${memoryMib('VmHWM').toFixed(0)} MiB (target < 250)`,
  );
}
