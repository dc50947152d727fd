// A vault that a build before numbers, pins by name and former keys wrote is taken over.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { unlock } from '../../src/web/crypto/kdf';
import { emptyContent } from '../../src/web/crypto/vault/content';
import { readVault, vaultKdf, writeVault } from '../../src/web/crypto/vault/vault';
import { findCurve } from '../../src/web/crypto/x25519';
import { quickMaster } from '../support/client/quick-argon2';
import {
  befriendBy,
  createBrowser,
  newcomer,
  passwordOf,
  signInOn,
  tell,
  textsWith,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('earlier keys of a friend are taken over from messages, with a line to contradict', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await tell(bob.app, alice.id, 'under the first key');
  const first = bob.app.keys.ownKeyId();
  await bob.app.session.changeKey();
  await tell(bob.app, alice.id, 'under the second key');
  const phone = createBrowser(server.url);
  const curve = await findCurve();
  using _ = phone.lie(/^GET \/encryption\/keys$/, async (_, answer) => {
    const { data } = await (await answer()).json();
    const text = data.private_key_encrypted as string;
    const kdf = vaultKdf(text);
    if (kdf === null) throw new Error('no password');
    const { wrap } = await unlock(passwordOf('alice'), kdf, quickMaster);
    const vault = await readVault(curve, text, wrap);
    const earlier = await writeVault(curve, { ...vault, content: emptyContent() });
    return Response.json({ data: { ...data, private_key_encrypted: earlier } });
  });
  const { app } = await signInOn(server.url, 'alice', phone);
  await until(() => app.pins.pinOf(bob.id)?.news?.includes('former'));
  expect(app.pins.pinOf(bob.id)).toMatchObject({
    key_id: bob.app.keys.ownKeyId(),
    how: 'first',
    keys: [{ key_id: first, how: 'first' }],
  });
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(app, bob.id).length === 2);
  expect(textsWith(app, bob.id)).toEqual(['under the first key', 'under the second key']);
  await app.actions.disownKeys(bob.id);
  expect(textsWith(app, bob.id)).toEqual(['', 'under the second key']);
  for (const each of [alice, bob]) each.browser.close();
  phone.close();
});
