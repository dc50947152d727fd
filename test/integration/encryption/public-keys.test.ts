// The keys of many people in one answer: what a client needs of all its friends at its start.
import { expect, test } from 'bun:test';
import { friends, type Person, register } from '../../support/person';
import { startServer } from '../../support/server';

const store = (who: Person, n: number) =>
  who.post('/encryption/keys', {
    public_key: `${who.username}'s key ${n}`,
    private_key_encrypted: `vault ${n}`,
  });

test('the keys of many come in the order of their ids, null for who has none or is unknown', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const [carol, mallory] = [
    await register(server.url, 'carol'),
    await register(server.url, 'mallory'),
  ];
  for (const [who, n] of [
    [bob, 1],
    [bob, 2],
    [mallory, 1],
  ] as const) {
    expect((await store(who, n)).status).toBe(200);
  }
  const ask = (ids: unknown[]) => alice.get(`/encryption/public-keys?user_ids=${ids.join(',')}`);
  const bobs = (await alice.get(`/encryption/public-key/${bob.id}`)).body.data;
  expect(bobs).toEqual({
    user_id: bob.id,
    public_key: "bob's key 2",
    key_id: null,
    version: 2,
  });
  const answer = await ask([mallory.id, 999, bob.id, carol.id, alice.id, bob.id]);
  expect(answer.status).toBe(200);
  expect(answer.body.data).toEqual([
    { user_id: mallory.id, public_key: "mallory's key 1", key_id: null, version: 1 },
    null,
    bobs,
    null,
    null,
    bobs,
  ]);
  expect((await ask([encodeURIComponent(`${bob.id},${carol.id}`)])).body.data).toEqual([
    bobs,
    null,
  ]);
  await mallory.delete('/user', { password: mallory.password });
  expect((await ask([mallory.id])).body.data).toEqual([null]);
});

test('one to a hundred ids are taken, each in plain digits', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const ask = (query: string) => alice.get(`/encryption/public-keys${query}`);
  const hundred = Array.from({ length: 100 }, (_, i) => 9_000 + i);
  expect((await ask(`?user_ids=${hundred}`)).body.data).toEqual(hundred.map(() => null));
  const bad = [`${hundred},1`, '', ',', '1,', ',1', '1,,2', '1, 2', '0', '01', '1e0', '0x1', '-1'];
  const queries = ['', ...bad.concat('1.0', '1'.repeat(16)).map((ids) => `?user_ids=${ids}`)];
  for (const query of [...queries, '?user_ids[]=1']) {
    const { status, body } = await ask(query);
    expect([query, status, body.error?.code]).toEqual([query, 422, 'REQUEST_002']);
    expect(body.error.details.fields[0].path).toBe('user_ids');
  }
});

test('the OpenAPI document shows one parameter with a list, and an answer that may hold null', async () => {
  await using server = await startServer();
  const api = await (await fetch(`${server.url}/docs/json`)).json();
  const { get } = api.paths['/api/v1/encryption/public-keys'];
  expect(get.parameters).toEqual([
    {
      in: 'query',
      name: 'user_ids',
      required: true,
      style: 'form',
      explode: false,
      schema: {
        type: 'array',
        items: { type: 'integer', minimum: 1, maximum: 999_999_999_999_999 },
        minItems: 1,
        maxItems: 100,
      },
    },
  ]);
  const { data } = get.responses['200'].content['application/json'].schema.properties;
  expect(data.items.anyOf.map(({ type }: { type: string }) => type)).toEqual(['object', 'null']);
});
