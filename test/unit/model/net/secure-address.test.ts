// The way from a page without encryption to one with it, where there is one.
import { expect, test } from 'bun:test';
import { findSecureAddress } from '../../../../src/web/model/net/secure-address';

const here = { hostname: 'chat.example', port: '', pathname: '/i/abc', hash: '#key' };

/** Gives the address that is offered, and whom it took to ask. */
const find = async (at: typeof here, origin: string, answering: string[], answer = 'this one') => {
  const asked: string[] = [];
  const found = await findSecureAddress(at, { origin, server_id: 'this one' }, async (url) => {
    asked.push(url);
    if (!answering.includes(new URL(url).origin)) throw new TypeError('Failed to fetch');
    return answer;
  });
  return { found, asked };
};

test('an address is offered where it answers, with the invitation that was followed', async () => {
  const { found, asked } = await find(here, '', ['https://chat.example']);
  expect(found).toBe('https://chat.example/i/abc#key');
  expect(asked).toEqual(['https://chat.example/server-id']);
});

test('where nothing answers nothing is offered', async () => {
  expect((await find(here, '', [])).found).toBeNull();
  // Of a port of its own nobody knows another one that encrypts, and the policy lets nobody ask.
  const { found, asked } = await find({ ...here, port: '8000' }, '', ['https://chat.example']);
  expect([found, asked]).toEqual([null, []]);
});

test('what the operator named is asked first, and only believed if it answers', async () => {
  const at = { ...here, hostname: '192.168.1.5', port: '8000' };
  const named = 'https://chat.example:8443';
  expect((await find(at, named, [named])).found).toBe('https://chat.example:8443/i/abc#key');
  expect((await find(at, named, [])).found).toBeNull();
  const both = await find(here, 'https://chat.example', []);
  expect(both.asked).toEqual(['https://chat.example/server-id']);
  const second = await find(here, named, ['https://chat.example']);
  expect(second.found).toBe('https://chat.example/i/abc#key');
});

test('whatever else answers there, another server of the same kind too, is no address of this one', async () => {
  for (const answer of ['another one', '<!doctype html>', '']) {
    expect((await find(here, '', ['https://chat.example'], answer)).found).toBeNull();
  }
  // Nor is anything an address of a page that does not know where it came from.
  const unknown = findSecureAddress(here, { origin: '', server_id: '' }, async () => '');
  expect(await unknown).toBeNull();
});
