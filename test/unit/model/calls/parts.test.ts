// The small parts of calls: what is asked of Opus, and which servers are believed.
import { expect, test } from 'bun:test';
import { hasRelay, usableServers } from '../../../../src/web/model/calls/ice-servers';
import { withOpus } from '../../../../src/web/model/calls/sdp';
import { createStoredCall } from '../../../../src/web/model/calls/stored-call';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import { fakeTexts } from '../../../support/fake-parts';

const sdp = (...lines: string[]) => lines.join('\r\n');

test('Opus is asked to repair losses and to be silent for nothing, and keeps what it had', () => {
  const before = sdp(
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=0',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
    'a=rtpmap:9 G722/8000',
    'a=fingerprint:sha-256 AA:BB',
  );
  expect(withOpus(before)).toBe(
    before.replace('minptime=10;useinbandfec=0', 'minptime=10;useinbandfec=1;usedtx=1'),
  );
});

test('Opus without any format gets one, right after its name', () => {
  const before = sdp('a=rtpmap:109 opus/48000/2', 'a=rtpmap:9 G722/8000');
  expect(withOpus(before)).toBe(
    sdp('a=rtpmap:109 opus/48000/2', 'a=fmtp:109 useinbandfec=1;usedtx=1', 'a=rtpmap:9 G722/8000'),
  );
});

test('a description without Opus stays as it is', () => {
  expect(withOpus('offer alice 1')).toBe('offer alice 1');
});

test('only stun, turn and turns are taken, and a relay only with its credentials', () => {
  const known = { username: 'u', credential: 'c' };
  const listed = [
    { urls: 'stun:chat8.example:3478' },
    {
      urls: ['turn:chat8.example?transport=tcp', 'https://chat8.example', 'turns:[::1]:443'],
      ...known,
    },
    { urls: ['turn:chat8.example'] },
    { urls: ['javascript:alert(1)', 'stun:', 'stun:a b', 'stun:x?transport=sctp'] },
  ];
  const taken = usableServers(listed);
  expect(taken).toEqual([
    { urls: ['stun:chat8.example:3478'] },
    { urls: ['turn:chat8.example?transport=tcp', 'turns:[::1]:443'], ...known },
  ]);
  expect(hasRelay(taken)).toBe(true);
  expect(hasRelay(taken.slice(0, 1))).toBe(false);
});

test('a thousand servers are not asked', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => ({ urls: [`stun:s${at}.example`] }));
  expect(usableServers(many)).toHaveLength(8);
});

test('a stored call that is damaged is none', () => {
  const texts = fakeTexts();
  const stored = createStoredCall(createLocalStore(texts), () => 1);
  for (const text of ['', '{', '[]', '{"call_id":1}']) {
    texts.setItem('call 1', text);
    expect(stored.read()).toBe(null);
  }
});
