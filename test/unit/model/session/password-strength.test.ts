// New passwords are judged on the device, for the server never sees one.
import { expect, test } from 'bun:test';
import { createPasswordStrength } from '../../../../src/web/model/session/password-strength';

const { judgePassword, suggestPassword } = createPasswordStrength();

test('the commonest passwords are none, whatever their case, and a name makes no good one', async () => {
  for (const common of ['password', 'iloveyou', '12345678', 'Password', 'QWERTYUIOP']) {
    expect([common, await judgePassword(common, [])]).toEqual([common, 'common']);
  }
  expect(await judgePassword('wilhelmina1', ['wilhelmina'])).toBe('weak');
  expect(await judgePassword('alice likes tea', ['alice'])).toBe('good');
});

test('the suggested one has four words, is good, and is another one each time', async () => {
  const [one, two] = [await suggestPassword(), await suggestPassword()];
  expect(one.split(' ')).toHaveLength(4);
  expect(one).not.toBe(two);
  expect(await judgePassword(one, [])).toBe('good');
});
