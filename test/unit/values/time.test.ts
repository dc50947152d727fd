// Times as clients write them (RFC 3339, 5.6).
import { expect, test } from 'bun:test';
import { Refusal } from '../../../src/protocol/errors';
import { timeOf } from '../../../src/values/time';

test.each([
  ['2030-01-31T22:30:00Z', Date.UTC(2030, 0, 31, 22, 30)],
  ['2028-02-29T00:00:00.5+02:00', Date.UTC(2028, 1, 28, 22, 0, 0, 500)],
])('%s is a moment', (text, at) => {
  expect(timeOf('until', text)).toBe(at);
});

test.each([
  ['a day that its month has not', '2027-02-30T00:00:00Z'],
  ['the 31st of April', '2027-04-31T00:00:00Z'],
  ['the 29th of February of another year', '2027-02-29T00:00:00Z'],
  ['day 0', '2027-02-00T00:00:00Z'],
  ['a thirteenth month', '2027-13-01T00:00:00Z'],
  ['hour 24', '2027-02-01T24:00:00Z'],
  ['a time without a zone', '2027-02-01T00:00:00'],
  ['a day alone', '2027-02-01'],
  ['words', 'tomorrow'],
])('%s is none', (_, text) => {
  expect(() => timeOf('until', text)).toThrow(Refusal);
});
