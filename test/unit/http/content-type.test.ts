import { expect, test } from 'bun:test';
import { isJsonInUtf8 } from '../../../src/http/body/content-type';

test('JSON is taken without a charset, and with the one that it has', () => {
  const good = ['application/json', 'Application/JSON', ' application/json ', 'application/json;']
    .concat(['application/json; charset=utf-8', 'application/json;charset="UTF-8"'])
    .concat(['application/json ; CHARSET=utf8', 'application/json; profile="a; charset=utf-16"'])
    .concat(['application/json; charset=utf-8; q=1', 'application/json; a="\\""; charset=utf-8']);
  for (const header of good) expect([header, isJsonInUtf8(header)]).toEqual([header, true]);
});

test('any other charset is none that is read, however it is written', () => {
  const bad = ['utf-16', 'UTF-16LE', 'gbk', 'iso-8859-1', 'us-ascii', '"utf-16"', '""', '"utf-8 "']
    .map((charset) => `application/json; charset=${charset}`)
    .concat(['application/json; charset=utf-8; charset=utf-16', 'application/json;a=b;charset=gbk'])
    .concat(['application/json; charset="utf\\-16"', 'application/json; charset=']);
  for (const header of bad) expect([header, isJsonInUtf8(header)]).toEqual([header, false]);
});

test('what is another type, or no type at all, is not JSON', () => {
  const bad = ['', 'application/jsonp', 'text/json', 'application/problem+json', 'application']
    .concat(['application/json, text/plain', 'application/json charset=utf-8', '; charset=utf-8'])
    .concat(['application/json; "x"', `application/json${' '.repeat(50_000)}x`]);
  for (const header of bad) expect([header, isJsonInUtf8(header)]).toEqual([header, false]);
});
