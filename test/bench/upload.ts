// The peak memory of a 1 GiB upload over that of the idle process. `bun test/bench/upload.ts [MiB]`
import { readFileSync, writeFileSync } from 'node:fs';
import { startExecutable } from '../support/executable';
import { friends } from '../support/person';
import { say } from './measure';

const size_mib = Number(process.argv[2] ?? 1_024);
await using server = await startExecutable({ env: { CHAT8_MAX_FILE_SIZE: '2G' } });
const { alice, bob } = await friends(server.url);

const memoryMib = (field: 'VmRSS' | 'VmHWM') => {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;
};

const boundary = 'chat8-bench';
const block = Buffer.alloc(1_024 * 1_024, 'Chat8 ');
const body = async function* () {
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="receiver_id"\r\n\r\n${bob.id}\r\n` +
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="big.txt"\r\n` +
      'content-type: text/plain\r\n\r\n',
  );
  for (let i = 0; i < size_mib; i += 1) yield block;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
};

await Bun.sleep(500);
const idle_mib = memoryMib('VmRSS');
writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
const started = performance.now();
const answer = await fetch(`${server.url}/api/v1/upload/file`, {
  method: 'POST',
  headers: {
    authorization: `Bearer ${alice.token}`,
    'content-type': `multipart/form-data; boundary=${boundary}`,
  },
  body: body() as unknown as ReadableStream,
});
const { data } = (await answer.json()) as { data: { file_size: number } };
if (data.file_size !== size_mib * 1_024 * 1_024) throw new Error('the upload is not whole');
const peak_mib = memoryMib('VmHWM');
say(
  `upload of ${size_mib} MiB in ${((performance.now() - started) / 1_000).toFixed(1)} s: idle ` +
    `${idle_mib.toFixed(0)} MiB, peak ${peak_mib.toFixed(0)} MiB, ` +
    `+${(peak_mib - idle_mib).toFixed(0)} MiB (target ≤ +64)`,
);
