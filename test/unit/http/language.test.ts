import { expect, test } from 'bun:test';
import { languageOf } from '../../../src/http/language';

const of = (accepted: string, otherwise: 'zh' | 'en' = 'zh') =>
  languageOf(
    new Request('http://localhost/', { headers: { 'accept-language': accepted } }),
    otherwise,
  );

test('English is spoken where it is preferred, Chinese otherwise', () => {
  const en = [
    'en',
    'EN-gb',
    'en-US,zh;q=0.9',
    'zh;q=0.1,en;q=0.2',
    'fr, en;q=0.3',
    'en, *;q=0.5',
  ].concat(['zh;q=0,*', 'en ; q=0.9 , zh ; q=0.8', 'en;level=1;q=1,zh;q=0.999']);
  for (const accepted of en) expect([accepted, of(accepted)]).toEqual([accepted, 'en']);
  const zh = [
    '',
    'zh',
    'fr',
    '*',
    'zh,en',
    'en;q=0',
    'en;q=0.5,*;q=0.9',
    'en;q=0,*',
    'english',
  ].concat(['zh-Hant,en;q=0.1', ';;,;q=1,,', 'en;q=0.,zh;q=0.1']);
  for (const accepted of zh) expect([accepted, of(accepted)]).toEqual([accepted, 'zh']);
});

test('who states no preference of the two gets the language of the server', () => {
  for (const accepted of ['fr', '*', 'zh,en', 'en;q=0.5,zh;q=0.5', '', 'fr;q=1, *;q=0.1']) {
    expect([accepted, of(accepted, 'en')]).toEqual([accepted, 'en']);
  }
});
