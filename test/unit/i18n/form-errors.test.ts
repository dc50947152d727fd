// What is wrong with a form, at its fields and in the language of the page.
import { expect, test } from 'bun:test';
import { en } from '../../../src/web/i18n/en/en';
import { meaningOf } from '../../../src/web/i18n/explain';
import { FormError, fieldErrorsOf } from '../../../src/web/i18n/form-errors';
import { zh } from '../../../src/web/i18n/zh/zh';
import { EngineFault } from '../../../src/web/model/keys/engine-client';
import { ApiError } from '../../../src/web/model/net/api-error';

const names = ['username', 'email', 'password'];
const inWords = (error: unknown, words = en, about: Record<string, string> = {}) =>
  fieldErrorsOf(error, { names, about }, words, (each) => {
    const reasons: Record<string, string> = words.errors.reasons;
    return reasons[meaningOf(each)] ?? 'unknown';
  });
const invalid = (...paths: string[]) =>
  new ApiError(422, 'REQUEST_002', { fields: paths.map((path) => ({ path, message: 'no' })) });

test('what the server says of fields stands at them, and nothing else is said', () => {
  expect(inWords(invalid('username', 'email'))).toEqual({
    fields: { username: en.form.invalid.username ?? '', email: en.form.invalid.email ?? '' },
    rest: '',
  });
  expect(inWords(invalid('email'), zh).fields.email).toBe('邮箱格式不正确。');
});

test('a taken name or address is a mistake of its field, where the form has it', () => {
  const taken = new ApiError(409, 'USER_002');
  expect(inWords(taken)).toEqual({
    fields: { username: en.errors.reasons.usernameTaken },
    rest: '',
  });
  expect(inWords(new ApiError(409, 'USER_003'), zh).fields).toEqual({
    email: '邮箱已被使用。',
  });
  const elsewhere = { names: ['q'], about: {} };
  expect(fieldErrorsOf(taken, elsewhere, en, () => 'taken')).toEqual({ fields: {}, rest: 'taken' });
});

test('a form says which of its fields an error is about', () => {
  const wrong = new ApiError(401, 'AUTH_003');
  expect(inWords(wrong).rest).toBe('Wrong username or password.');
  expect(inWords(wrong, en, { wrongPassword: 'password' })).toEqual({
    fields: { password: 'Wrong username or password.' },
    rest: '',
  });
  const current = { names: ['current_password'], about: { wrongPassword: 'current_password' } };
  expect(fieldErrorsOf(wrong, current, zh, () => '').fields.current_password).toBe('密码不正确。');
});

test('what no field shows is said beside the button, and nothing is lost between', () => {
  expect(inWords(invalid('invite'))).toEqual({ fields: {}, rest: en.errors.reasons.invalidField });
  const both = inWords(invalid('username', 'kdf.salt'));
  expect(both.fields.username).toBe(en.form.invalid.username ?? '');
  expect(both.rest).toBe(en.errors.reasons.invalidField);
  expect(inWords(new ApiError(0, 'NETWORK')).rest).toBe(en.errors.reasons.network);
  expect(inWords(new EngineFault('locked', null)).rest).toBe(en.errors.reasons.locked);
  expect(inWords(new TypeError('x')).rest).toBe(en.errors.reasons.other);
});

test('what was found before anything was sent changes its language with the page', () => {
  const fault = new FormError({
    password: (t) => t.form.passwordTooShort,
    email: (t) => t.form.required,
  });
  expect(inWords(fault)).toEqual({
    fields: { password: en.form.passwordTooShort, email: 'Please fill this in.' },
    rest: '',
  });
  expect(inWords(fault, zh).fields.email).toBe('请填写此项。');
});
