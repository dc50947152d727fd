// Connections that break at random moments under load, again and again: answers get lost, and
// the client sends once more. 20 a side in the suite, `TEARS=200 bun test` for the long form.
import { expect, test } from 'bun:test';
import { createClient } from '../../support/client/client';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';

const TEARS = Number(Bun.env.TEARS ?? 20);

test(
  `${TEARS} torn connections under load: every message once, in order, on every device`,
  async () => {
    await using server = await startServer();
    const { alice, bob } = await friends(server.url);
    const address = () => server.url;
    const phone = createClient(address, alice);
    const laptop = createClient(address, alice);
    const bobs = createClient(address, bob);
    const clients = [phone, laptop, bobs];
    for (const client of clients) client.connect();
    await phone.until(() => clients.every((client) => client.seq() > 0));
    let sent = 0;
    const talk = setInterval(() => {
      if (phone.outbox.size + bobs.outbox.size > 200) return;
      for (let i = 0; i < 5; i += 1, sent += 2) {
        phone.send(bob.id, `from alice ${sent}`);
        bobs.send(alice.id, `from bob ${sent}`);
      }
    }, 5);
    for (let tear = 0; tear < TEARS; tear += 1) {
      for (const client of clients) {
        const before = client.resumes();
        await Bun.sleep(Math.random() * 20);
        client.tear();
        await client.until(() => client.resumes() > before);
      }
    }
    clearInterval(talk);
    await phone.until(() => clients.every(({ outbox }) => outbox.size === 0));
    await phone.until(() => clients.every(({ messages }) => messages.size === sent));
    for (const client of clients) {
      client.stop();
      expect(client.faults).toEqual([]);
      expect([...client.messages.keys()]).toEqual(
        [...client.messages.keys()].sort((a, b) => a - b),
      );
    }
    expect(sent).toBeGreaterThan(TEARS);
    const acknowledged = [...phone.acknowledged.values(), ...bobs.acknowledged.values()];
    expect(new Set(acknowledged).size).toBe(sent);
    const { total } = (await alice.get(`/messages/${bob.id}?limit=1`)).body.data.pagination;
    expect(total).toBe(sent);
  },
  TEARS * 1_000 + 300_000,
);
