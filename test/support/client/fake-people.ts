// Alice and bob, as the fake server knows them.
import type { Message } from '../../../src/protocol/objects';
import { encodeHeader, joinEnvelope } from '../../../src/web/crypto/header';
import { keyId } from '../fake-parts';

export const ALICE = 1;
export const BOB = 2;

const person = (id: number, username: string) => ({
  id,
  username,
  display_name: '',
  email: `${username}@example.org`,
  avatar: '',
  status: 'online' as const,
  last_seen: '2026-01-01T00:00:00.000Z',
  created_at: '2026-01-01T00:00:00.000Z',
  last_login: '2026-01-01T00:00:00.000Z',
  privacy: { last_seen: true, read_receipts: true, typing: true },
});

export const PEOPLE = [person(ALICE, 'alice'), person(BOB, 'bob')];

/** What else is inside a message, and the name of its sender's key. */
export interface Said {
  reply_to?: number;
  reply_mid?: string | undefined;
  key?: string;
  forwarded?: true;
  expires_in?: number;
}

/** A message in the form of e2e.md, from one of them to the other. */
export const sealedBy = (
  from: number,
  mid: string,
  body: object,
  from_key: string,
  to_key = from === ALICE ? 'bob' : 'alice',
): string => {
  const to = from === ALICE ? BOB : ALICE;
  const head = encodeHeader({
    v: 1,
    mid,
    from,
    to,
    from_key: keyId(from_key),
    to_key: keyId(to_key),
    type: 'text',
  });
  return joinEnvelope(head, Buffer.from(JSON.stringify(body)).toString('base64url'));
};

/** A page of history, as the API gives it. */
export const page = (messages: Message[], query: URLSearchParams) => {
  const limit = Number(query.get('limit'));
  const before = Number(query.get('before') ?? Number.MAX_SAFE_INTEGER);
  const after = Number(query.get('after') ?? 0);
  const fits = messages.filter(({ id }) => id < before && id > after);
  const end = fits.length - (Number(query.get('page') ?? 1) - 1) * limit;
  const part = query.has('after')
    ? fits.slice(0, limit)
    : fits.slice(Math.max(0, end - limit), end);
  const isFirst = part[0] === undefined || part[0].id === messages[0]?.id;
  const isLast = part.at(-1)?.id === messages.at(-1)?.id || part.length === 0;
  return {
    messages: part.toReversed(),
    pagination: {
      page: 1,
      limit,
      total: messages.length,
      pages: 1,
      next_before: isFirst ? null : (part[0]?.id ?? null),
      ...(query.has('after') ? { next_after: isLast ? null : (part.at(-1)?.id ?? null) } : {}),
    },
  };
};
