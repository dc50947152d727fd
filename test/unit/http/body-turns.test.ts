// Whoever sends large bodies waits for himself.
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { createTurns } from '../../../src/http/body/turns';
import { Refusal } from '../../../src/protocol/errors';
import { createCheck } from '../../../src/values/schema';

const mallory = 1;
const alice = 2;

test('after a body that held the event loop the next of that person waits three times as long', async () => {
  let held_ms = 0;
  // What other programs take of the machine is not its.
  const takeTurn = createTurns(() => held_ms);
  const began: [string, number][] = [];
  const body = (who: number, name: string, takes_ms: number) =>
    takeTurn(who, () => {
      began.push([name, performance.now() + held_ms]);
      held_ms += takes_ms;
      return name;
    });
  const all = [body(mallory, 'one', 20), body(mallory, 'two', 20), body(mallory, 'three', 20)];
  // It runs in this very turn: she waits for nobody.
  void body(alice, 'of alice', 1);
  void body(alice, 'another of alice', 1);
  expect(began.map(([name]) => name)).toEqual(['one', 'of alice', 'another of alice']);
  expect(await Promise.all(all)).toEqual(['one', 'two', 'three']);
  const times = new Map(began);
  const between = (a: string, b: string) => (times.get(b) ?? 0) - (times.get(a) ?? 0);
  expect(Math.min(between('one', 'two'), between('two', 'three'))).toBeGreaterThanOrEqual(78);
});

test('a body that is refused counts like any other, and its refusal is told', async () => {
  let held_ms = 0;
  // What other programs take of the machine is not its.
  const takeTurn = createTurns(() => held_ms);
  const refused = takeTurn(mallory, () => {
    held_ms += 10;
    throw new Refusal('invalidField');
  });
  await expect(refused).rejects.toThrow('invalidField');
  let isIn = false;
  const next = takeTurn(mallory, () => {
    isIn = true;
  });
  expect(isIn).toBe(false);
  await next;
  expect(isIn).toBe(true);
});

test('no more of them wait than there is memory for: the next is told to come again', async () => {
  let held_ms = 0;
  // What other programs take of the machine is not its.
  const takeTurn = createTurns(() => held_ms);
  const body = (who: number) =>
    takeTurn(who, () => {
      held_ms += 4;
      return who;
    });
  const all = Array.from({ length: 17 }, () => body(mallory));
  await expect(body(mallory)).rejects.toMatchObject({
    refusal: 'tooManyRequests',
    details: { retry_after_s: 5 },
  });
  expect(await body(alice)).toBe(alice);
  expect(await Promise.all(all)).toEqual(Array(17).fill(mallory));
  // All of them had their turn, and it is as if nobody had come.
  expect(await body(mallory)).toBe(mallory);
});

test('of a list that is too long the entries are not looked at', () => {
  const check = createCheck(Type.Object({ ids: Type.Array(Type.Integer(), { maxItems: 2 }) }));
  const looked: string[] = [];
  const ids = new Proxy([1, 'two', 3], {
    get(list, name) {
      looked.push(String(name));
      return Reflect.get(list, name);
    },
  });
  const refusal = (() => {
    try {
      check({ ids });
    } catch (error) {
      return error as Refusal;
    }
  })();
  expect(refusal?.details).toEqual({ fields: [{ path: 'ids', message: expect.any(String) }] });
  expect(looked).not.toContain('0');
});
