import { expect, test } from 'bun:test';
import { findingsIn, RULES, scanAnswer, scanFrame, scanLog } from '../support/scanner';

test('the scanner of the suite finds what nobody should read', () => {
  const said = [
    'bob likes tea',
    '$argon2id$v=19$m=65536',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.4lK1yXb2Zc3wQ5r7t9u1v3x5z7A9C1E3G5I7K9M1O3Q',
    '{"refresh_token":"x"}',
    'bob@example.org',
    'ENOENT /tmp/chat8/files',
    'SQLITE_CONSTRAINT: UNIQUE constraint failed',
    'Error\n    at send (messages.ts:12:3)',
  ];
  const all = [...RULES.SECRETS, ...RULES.INSIDES];
  expect(said.flatMap((text) => findingsIn(text, all))).toHaveLength(said.length);
});

test('it lets pass what belongs where it is said', () => {
  const email = '{"success":true,"data":{"email":"bob@example.org"}}';
  scanAnswer('/api/v1/user/profile', new Headers(), email);
  expect(() => scanAnswer('/api/v1/friends', new Headers(), email)).toThrow('e-mail');
  expect(() => scanFrame('{"type":"error","data":"SQLITE_FULL"}')).toThrow('SQL');
  expect(() => scanLog('bob likes tea')).toThrow('password');
});
