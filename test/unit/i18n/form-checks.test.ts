// What a form finds wrong by itself: all of it at once, by the server's own rules.
import { expect, test } from 'bun:test';
import { Refusal } from '../../../src/protocol/errors';
import { toEmail, toPassword, toUsername } from '../../../src/values/names';
import { displayNameMistakes } from '../../../src/web/i18n/display-name-check';
import { en } from '../../../src/web/i18n/en/en';
import { emptyMistakes, namesMistakes, passwordMistakes } from '../../../src/web/i18n/form-checks';
import type { FieldMistakes } from '../../../src/web/i18n/form-errors';
import { zh } from '../../../src/web/i18n/zh/zh';

const inWords = (mistakes: FieldMistakes, words = en) =>
  Object.fromEntries(Object.entries(mistakes).map(([name, text]) => [name, text(words)]));

test('a name, an address and a password that do not fit are all said at once', () => {
  const all = {
    ...namesMistakes({ username: 'a', email: 'nobody' }),
    ...passwordMistakes('short', 'password'),
  };
  expect(inWords(all)).toEqual({
    username: en.form.invalid.username,
    email: en.form.invalid.email,
    password: en.form.passwordTooShort,
  });
  expect(inWords(all, zh)).toEqual({
    username: zh.form.invalid.username,
    email: zh.form.invalid.email,
    password: zh.form.passwordTooShort,
  });
  expect(inWords(passwordMistakes('x'.repeat(129), 'new_password'))).toEqual({
    new_password: en.form.passwordTooLong,
  });
});

test('what is empty is to be filled in, whatever else its field would be wrong by', () => {
  const fields = [
    { name: 'username', required: true, value: ' ' },
    { name: 'email', required: true, value: 'alice@example.org' },
    { name: 'message', required: false, value: '' },
  ];
  const both = { ...namesMistakes({ username: ' ', email: 'a@b' }), ...emptyMistakes(fields) };
  expect(inWords(both)).toEqual({ username: en.form.required });
});

test('names of before today’s rules stay, and a keyboard’s white space is no mistake', () => {
  const own = { username: '__', email: '<alice@example.org>' };
  expect(namesMistakes(own, own)).toEqual({});
  expect(Object.keys(namesMistakes(own))).toEqual(['username', 'email']);
  expect(namesMistakes({ username: ' alice ', email: 'alice@example.org\u200b' })).toEqual({});
});

test('a display name of 32 flags is one, one of 33 is said to be too long', () => {
  const flags = '🇩🇪'.repeat(32);
  for (const name of ['', '🌻', ' Mum ', flags]) expect(displayNameMistakes(name)).toEqual({});
  expect(inWords(displayNameMistakes(`${flags}🇩🇪`))).toEqual({
    display_name: en.form.invalid.display_name,
  });
  expect(inWords(displayNameMistakes(`${flags}🇩🇪`), zh)).toEqual({
    display_name: zh.form.invalid.display_name,
  });
});

test('a nickname that is too long or not to be seen is said at its field, and not cut', () => {
  for (const name of ['', 'the one from the lake', '🌻']) {
    expect(displayNameMistakes(name, 'nickname')).toEqual({});
  }
  for (const name of ['x'.repeat(65), '\u200b', '\u202e']) {
    expect(inWords(displayNameMistakes(name, 'nickname'))).toEqual({
      nickname: en.form.invalid.display_name,
    });
  }
});

test('the form and the server refuse the same', () => {
  const refuses = (read: () => unknown): boolean => {
    try {
      read();
      return false;
    } catch (error) {
      if (error instanceof Refusal) return true;
      throw error;
    }
  };
  const names = ['a', 'ab', '劳动', '...', 'a b', 'é'.repeat(32), 'é'.repeat(33), 'ﬃ', '😀😀', 'ㅤㅤ'];
  for (const username of names) {
    expect([username, 'username' in namesMistakes({ username, email: 'a@b' })]).toEqual([
      username,
      refuses(() => toUsername(username)),
    ]);
  }
  for (const email of ['', 'a', 'a@b', 'a@b@c', '"a"@b', 'a＠b', '＜a@b', `${'a'.repeat(65)}@b`]) {
    expect([email, 'email' in namesMistakes({ username: 'ab', email })]).toEqual([
      email,
      refuses(() => toEmail(email)),
    ]);
  }
  for (const password of ['ﬃﬃﬃ', '1234567', '12345678', '😀'.repeat(8), 'x'.repeat(129)]) {
    expect([password, 'p' in passwordMistakes(password, 'p')]).toEqual([
      password,
      refuses(() => toPassword(password, 'p')),
    ]);
  }
});
