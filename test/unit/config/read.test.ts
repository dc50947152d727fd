import { expect, test } from 'bun:test';
import { resolve } from 'node:path';
import { flagOf, readConfig, readGiven, variableOf } from '../../../src/config/read';
import { SETTINGS } from '../../../src/config/table';
import { mistakes } from '../../support/operator/mistakes';

test('the standards are those of the contract', () => {
  expect(readConfig([], { PATH: '/bin' })).toMatchObject({
    host: undefined,
    port: 8_000,
    jwt_secret: undefined,
    registration: 'open',
    rate_limit: true,
    token_ttl_s: 1_800,
    file_bytes_max: 100 * 1_024 ** 2,
    user_quota_bytes: 5 * 1_024 ** 3,
    cors_origins: [],
    trust_proxy: [],
    lang: 'zh',
    log_level: 'info',
    public_url: undefined,
    push: true,
    push_services: [],
    push_contact: undefined,
    relay: true,
    turn_port: undefined,
    turn_tls_port: undefined,
    turn_host: undefined,
    relay_mbit: 100,
  });
});

test('a flag wins over the environment, in either spelling', () => {
  const env = { CHAT8_PORT: '1', CHAT8_LANG: 'en' };
  expect(readConfig(['--port', '2'], env)).toMatchObject({ port: 2, lang: 'en' });
  expect(readConfig(['--port=3'], env).port).toBe(3);
});

test('what is empty counts as not given', () => {
  const env = { CHAT8_PORT: '', CHAT8_LANG: 'en' };
  const config = readConfig(['--data-dir=', '--lang', ''], env);
  expect(config).toMatchObject({ port: 8_000, lang: 'en', data_dir: resolve('data') });
});

test('the public address is an origin', () => {
  const address = (text: string) => readConfig(['--public-url', text], {}).public_url;
  expect(address('https://chat.example/')).toBe('https://chat.example');
  expect(address('http://[::1]:8000')).toBe('http://[::1]:8000');
  for (const text of ['chat.example', 'ftp://a.example', 'https://a.example/b', 'https://a.b?c']) {
    expect(mistakes(['--public-url', text])).toHaveLength(1);
  }
  const told = mistakes(['--public-url', 'https://me:marker@a.example']);
  expect(told).toHaveLength(1);
  expect(told.join()).not.toContain('marker');
});

test('sizes take K, M and G of 1,024', () => {
  const size = (text: string) => readConfig([`--max-file-size=${text}`], {}).file_bytes_max;
  expect([size('7'), size('1K'), size('2m'), size('3G')]).toEqual([
    7,
    1_024,
    2 * 1_024 ** 2,
    3 * 1_024 ** 3,
  ]);
  for (const text of ['0', '-1', '1.5M', '1T', 'x', '1KB']) {
    expect(mistakes([`--max-file-size=${text}`])).toHaveLength(1);
  }
});

test('all mistakes are told at once, and no secret with them', () => {
  const told = mistakes(['--nonsense', '1', '--port=99999'], {
    CHAT8_UNKNOWN: 'x',
    CHAT8_JWT_SECRET: 'too-short-a-secret',
    CHAT8_REGISTRATION: 'maybe',
    CHAT8_TRUST_PROXY: '10.0.0.0/33',
    CHAT8_CORS_ORIGINS: 'https://a.example/path',
  });
  expect(told).toHaveLength(7);
  expect(told.join()).not.toContain('too-short-a-secret');
  for (const name of ['CHAT8_UNKNOWN', 'CHAT8_JWT_SECRET', '--nonsense', '--port']) {
    expect(told.join('\n')).toContain(name);
  }
});

test('lists hold origins and networks', () => {
  const env = {
    CHAT8_CORS_ORIGINS: 'https://a.example, http://b.example:81',
    CHAT8_TRUST_PROXY: '127.0.0.1,10.0.0.0/8,fd00::/8',
  };
  expect(readConfig([], env)).toMatchObject({
    cors_origins: ['https://a.example', 'http://b.example:81'],
    trust_proxy: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
  });
});

test('a variable that is not known is a mistake, empty or not', () => {
  expect(mistakes([], { CHAT8_FOO: '', CHAT8_LANG: '' })).toEqual([
    'CHAT8_FOO is not known; see chat8 help',
  ]);
});

test('a word that is not known is named, unless it may be the rest of a secret', () => {
  expect(mistakes(['--lang', 'en', 'frobnicate'])).toEqual([
    'frobnicate is not known; see chat8 help',
  ]);
  const split = ['--jwt-secret', 'a-secret-of-more-than-32-characters', 'hunter2'];
  expect(mistakes(split)).toEqual(['an argument is not known; see chat8 help']);
});

test('a wildcard inside an address is a mistake: no browser says one', () => {
  for (const text of [
    'https://*.example',
    'https://chat.*',
    'http://192.168.1.*',
    'https://a.example,https://*.b.example:8443',
    'https://chat.example:*',
    '**',
  ]) {
    expect(mistakes([], { CHAT8_CORS_ORIGINS: text })).toEqual([
      expect.stringContaining('CHAT8_CORS_ORIGINS must be a list of origins'),
    ]);
  }
  expect(readConfig([], { CHAT8_CORS_ORIGINS: '*' }).cors_origins).toEqual(['*']);
  for (const url of ['https://*.example', 'http://0.0.0.0:8000', 'http://[::]:8000']) {
    expect([url, mistakes(['--public-url', url]).length]).toEqual([url, 1]);
  }
  expect(mistakes(['--trust-proxy', '10.*'])).toHaveLength(1);
  expect(mistakes(['--acme-directory', 'https://*.example/directory'])).toHaveLength(1);
});

test('every setting has a flag and a variable of the same words', () => {
  for (const setting of SETTINGS) {
    const words = variableOf(setting).replace('CHAT8_', '').toLowerCase().replaceAll('_', '-');
    expect(flagOf(setting)).toBe(`--${words}`);
  }
});

test('with ACME the ports are those that people and the authority call at', () => {
  const ports = (...args: string[]) => {
    const { port, http_port } = readConfig(['--acme', 'on', ...args], {});
    return [port, http_port];
  };
  expect(ports('--public-url', 'https://chat.example')).toEqual([443, 80]);
  expect(ports('--public-url', 'https://chat.example:8443')).toEqual([8_443, 80]);
  const said = ['--port', '9000', '--http-port', '9001'];
  expect(ports('--public-url', 'https://chat.example', ...said)).toEqual([9_000, 9_001]);
  expect(readConfig([], {})).toMatchObject({
    acme: false,
    http_port: undefined,
    acme_directory: 'https://acme-v02.api.letsencrypt.org/directory',
  });
});

test('what is given is told as it was written, and paths in full', () => {
  const given = readGiven(['--max-file-size', '20M', '--tls-cert', 'a.pem', '--port', '8000'], {
    CHAT8_LANG: 'en',
  });
  expect(given.map(({ setting, text }) => [setting.name, text])).toEqual([
    ['port', '8000'],
    ['file_bytes_max', '20M'],
    ['lang', 'en'],
    ['tls_cert', resolve('a.pem')],
  ]);
});

test('a setting that does nothing without another one is a mistake', () => {
  const backups = 'CHAT8_BACKUP_EVERY and CHAT8_BACKUP_KEEP need CHAT8_BACKUP_DIR';
  expect(mistakes([], { CHAT8_BACKUP_EVERY: '1d' })).toEqual([backups]);
  expect(mistakes(['--backup-keep', '3'])).toEqual([backups]);
  expect(mistakes(['--backup-keep=3', '--backup-dir=/b'], { CHAT8_BACKUP_EVERY: '2h' })).toEqual(
    [],
  );
  const directory = { CHAT8_ACME_DIRECTORY: 'https://ca.example/directory' };
  expect(mistakes([], directory)).toEqual(['CHAT8_ACME_DIRECTORY needs CHAT8_ACME']);
  // Switched off for a while.
  expect(mistakes(['--acme=off'], directory)).toEqual([]);
});

test('push services are hosts or whole origins, and the contact is an address or a page', () => {
  const services = (text: string) => readConfig(['--push-services', text], {}).push_services;
  const good = ['push.example', '*.push.example', 'https://ntfy.lan:8443', 'http://127.0.0.1:9000'];
  expect(services(good.join(', '))).toEqual(good);
  for (const text of [
    'ntfy.lan:8443',
    'https://ntfy.lan/',
    'Push.Example',
    '*',
    '*.*.lan',
    'a b',
  ]) {
    expect(mistakes(['--push-services', text])).toHaveLength(1);
  }
  for (const text of ['https://*.lan', 'ftp://push.example', 'https://me@push.example']) {
    expect(mistakes(['--push-services', text])).toHaveLength(1);
  }
  const contact = (text: string) => readConfig(['--push-contact', text], {}).push_contact;
  for (const text of ['mailto:admin@chat.example', 'https://chat.example/about']) {
    expect(contact(text)).toBe(text);
  }
  for (const text of [
    'admin@chat.example',
    'mailto:admin',
    'http://chat.example',
    'mailto:a@b?c',
  ]) {
    expect(mistakes(['--push-contact', text])).toHaveLength(1);
  }
  expect(mistakes(['--push', 'yes'])).toHaveLength(1);
});
