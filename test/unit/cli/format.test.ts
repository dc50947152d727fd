import { expect, test } from 'bun:test';
import { format } from '../../../src/cli/format';

test('a value gives the terminal no orders, in a list or alone', () => {
  const row = { made_by: '\x1b]0;mallory\x07 1.0', users: 2 };
  expect(format(row)).toBe('made_by: \uFFFD]0;mallory\uFFFD 1.0\nusers: 2');
  expect(format([row])).not.toContain('\x1b');
  expect(format([])).toBe('none');
});
