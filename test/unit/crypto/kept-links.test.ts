// The secrets of links in the vault: for as long as somebody may still prove a key by them.
import { expect, test } from 'bun:test';
import { day_ms } from '../../../src/protocol/limits';
import { createEngine } from '../../../src/web/crypto/engine';

test('the secret of a link is kept until 90 days after its end', async () => {
  const engine = createEngine();
  await engine.create();
  await engine.newDevice();
  await engine.write({ device: { session_id: 1, name: 'phone', made_at: 0 } });
  await engine.stored();
  const keeps = async (code: string, until: number) => {
    const link = { code, secret: 'A'.repeat(22), key_id: 'B'.repeat(43), until };
    await engine.write({ link });
    return Object.keys((await engine.stored()).links).sort();
  };
  const ended = Date.now() - 90 * day_ms;
  expect(await keeps('OVER', ended - 1)).toEqual(['OVER']);
  expect(await keeps('JUST', ended + 3_600_000)).toEqual(['JUST']);
  expect(await keeps('NEW', Date.now() + day_ms)).toEqual(['JUST', 'NEW']);
});
