// Which endpoints are called, and whom services may write to.
import { expect, test } from 'bun:test';
import { isPublic } from '../../../src/platform/address/public';
import { createEndpoints } from '../../../src/push/endpoint';
import { subjectOf } from '../../../src/push/subject';

const examine = (text: string, services: string[] = []) => {
  const found = createEndpoints(services).examine(text);
  return typeof found === 'string' ? found : found.url.origin;
};

test('the push services of the browsers are called, and no other host', () => {
  for (const host of [
    'fcm.googleapis.com',
    'jmt17.google.com',
    'updates.push.services.mozilla.com',
    'web.push.apple.com',
    'wns2-am3p.notify.windows.com',
  ]) {
    expect(examine(`https://${host}/a`)).toBe(`https://${host}`);
    expect(examine(`https://${host}:443/a`)).toBe(`https://${host}`);
    expect(examine(`https://${host}.evil.example/a`)).toBe('host');
  }
  for (const host of ['push.apple.com', 'evilpush.apple.com', 'evil-notify.windows.com', 'a.lan']) {
    expect(examine(`https://${host}/a`)).toBe('host');
  }
});

test('what is not https on 443, names a user, is too long or no address at all is not called', () => {
  expect(examine('http://fcm.googleapis.com/a')).toBe('https');
  expect(examine('https://fcm.googleapis.com:8443/a')).toBe('https');
  expect(examine('ftp://fcm.googleapis.com/a')).toBe('https');
  expect(examine('fcm.googleapis.com/a')).toBe('https');
  expect(examine('')).toBe('https');
  expect(examine('https://me@fcm.googleapis.com/a')).toBe('user_information');
  expect(examine('https://:pw@fcm.googleapis.com/a')).toBe('user_information');
  const long = `https://fcm.googleapis.com/${'a'.repeat(2_048 - 27)}`;
  expect([long.length, examine(long)]).toEqual([2_048, 'https://fcm.googleapis.com']);
  expect(examine(`${long}a`)).toBe('too_long');
  for (const host of [
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::ffff:10.0.0.1]',
  ]) {
    expect(examine(`https://${host}/a`)).toBe('address');
  }
  expect(examine('https://8.8.8.8/a')).toBe('host');
});

test('a host that the operator named keeps every rule, a whole origin is believed as it is', () => {
  const services = ['push.example', '*.push.lan', 'http://127.0.0.1:9000', 'https://ntfy.lan:8443'];
  expect(examine('https://push.example/a', services)).toBe('https://push.example');
  expect(examine('http://push.example/a', services)).toBe('https');
  expect(examine('https://push.example:8443/a', services)).toBe('https');
  expect(examine('https://a.push.lan/a', services)).toBe('https://a.push.lan');
  expect(examine('http://127.0.0.1:9000/a', services)).toBe('http://127.0.0.1:9000');
  expect(examine('http://127.0.0.1:9001/a', services)).toBe('https');
  expect(examine('https://ntfy.lan:8443/a', services)).toBe('https://ntfy.lan:8443');
  expect(examine('https://ntfy.lan/a', services)).toBe('host');
});

test('public are the addresses of the internet, and IPv4 inside IPv6 counts as what it is', () => {
  const good = ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2606:4700::1111']
    .concat(['2a00:1450:4001::200e', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b::808:808'])
    .concat(['2001:4860:4860::8888', '3fff:1000::1']);
  expect(good.filter((address) => !isPublic(address))).toEqual([]);
  const bad = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1']
    .concat(['192.168.1.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1'])
    .concat(['224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::8.8.8.8', 'fe80::1'])
    .concat(['fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2001::1', '2002:808:808::1'])
    .concat(['::ffff:127.0.0.1', '::ffff:a00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::8.8.8.8'])
    .concat(['3fff::1', '100::1', '5f00::1', 'fe80::1%eth0', '', 'localhost', '8.8.8', '08.8.8.8']);
  expect(bad.filter(isPublic)).toEqual([]);
});

test('a contact that nobody on the internet could reach turns push off, with the reason', () => {
  const about = (push_contact?: string, public_url?: string, push = true) =>
    subjectOf({ push, push_contact, public_url });
  const subject = 'mailto:admin@chat.example';
  expect(about(subject, 'https://localhost')).toEqual({ subject });
  expect(about(undefined, 'https://chat.example')).toEqual({ subject: 'https://chat.example' });
  expect(about('https://example.org/us', undefined)).toEqual({ subject: 'https://example.org/us' });
  expect(about()).toEqual({ why: 'no_contact' });
  expect(about(undefined, 'http://chat.example')).toEqual({ why: 'no_contact' });
  expect(about(subject, undefined, false)).toEqual({ why: 'off' });
  for (const host of [
    'localhost',
    'nas',
    'chat.local',
    'chat.lan',
    'chat.home.arpa',
    'a.internal',
  ]) {
    expect(about(undefined, `https://${host}:8443`)).toEqual({ why: 'contact_not_routable' });
    expect(about(`mailto:me@${host}`)).toEqual({ why: 'contact_not_routable' });
  }
  for (const host of ['203.0.113.7', '[2001:db8::1]', 'chat.LAN']) {
    expect(about(undefined, `https://${host}`)).toEqual({ why: 'contact_not_routable' });
  }
});
