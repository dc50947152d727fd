import { expect, test } from 'bun:test';
import { isDeeperThan, outline } from '../../../src/values/json-depth';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

test('the outermost counts, and objects count like lists', () => {
  expect(isDeeperThan(nested(64), 64)).toBe(false);
  expect(isDeeperThan(nested(65), 64)).toBe(true);
  expect(isDeeperThan('{"a":[1,{"b":2}]}', 2)).toBe(true);
  expect(isDeeperThan('{"a":[1],"b":{"c":2}}', 2)).toBe(false);
  expect(isDeeperThan('1', 0)).toBe(false);
  expect(isDeeperThan('[1]', 0)).toBe(true);
});

test('many beside one another are not deep, and a text ends where its quotation mark does', () => {
  expect(isDeeperThan(`[${'[],'.repeat(100_000)}1]`, 2)).toBe(false);
  const brackets = '[{'.repeat(100);
  expect(isDeeperThan(`["${brackets}"]`, 1)).toBe(false);
  expect(isDeeperThan(`["\\"${brackets}"]`, 1)).toBe(false);
  expect(isDeeperThan(`["\\\\\\"${brackets}"]`, 1)).toBe(false);
  expect(isDeeperThan(`["\\\\",${nested(2)}]`, 2)).toBe(true);
  expect(isDeeperThan(`["never ends ${brackets}`, 1)).toBe(false);
});

test('a million brackets, backslashes or quotation marks are walked once', () => {
  expect(isDeeperThan('['.repeat(1_000_000), 999_999)).toBe(true);
  expect(isDeeperThan(`"${'\\'.repeat(1_000_000)}`, 2)).toBe(false);
  expect(isDeeperThan(`"${'\\"'.repeat(500_000)}`, 2)).toBe(false);
});

test('an outline keeps the members that are no object or list', () => {
  const text = `{"id":"a]","data":{"x":${nested(90)},"id":2},"list":[[]],"n":1}`;
  expect(JSON.parse(outline(text))).toEqual({ id: 'a]', data: {}, list: [], n: 1 });
  expect(outline('{"id":1}')).toBe('{"id":1}');
  expect(() => JSON.parse(outline('{"a":'.repeat(50_000)))).toThrow();
});
