// The server as the web client sees it: two people, their messages and keys, and a socket; answers can
// be held on their way, lost, or refused.

import type { Message } from '../../src/protocol/objects';
import { newMid } from '../../src/web/crypto/mid';
import type { Socket, SocketEvents } from '../../src/web/model/platform';
import type { Said } from './client/fake-people';
import { ALICE, BOB, PEOPLE, page, sealedBy } from './client/fake-people';
import type { Request } from './client/fake-troubles';
import { createTroubles } from './client/fake-troubles';
import { fakeUploads } from './client/fake-uploads';
import { keyId, publicKey } from './fake-parts';
import { noPush } from './push/fake-push';

export { ALICE, BOB } from './client/fake-people';

export const refusal = (status: number, code: string, details: object = {}): Response =>
  Response.json({ success: false, error: { code, message: '', details } }, { status });

export const lost = (): never => {
  throw new TypeError('Failed to fetch');
};

const timestamp = '2026-01-02T00:00:00.000Z';

/** Alice's (RFC 7519), as far as a client reads it. */
export const TOKEN = `a.${Buffer.from(JSON.stringify({ sub: `${ALICE}` })).toString('base64url')}.c`;

export const fakeServer = () => {
  let messages: Message[] = [];
  const log: { seq: number; type: string; data: object }[] = [];
  let seq = 0;
  let last_id = 0;
  let resumes = true;
  const keys = new Map([
    [ALICE, 'alice'],
    [BOB, 'bob'],
  ]);
  const asked: string[] = [];
  const posted: Record<string, unknown>[] = [];
  const read: number[] = [];
  const delivered: number[] = [];
  const files = new Map<string, string>();
  const uploads = fakeUploads(files);
  const sockets = new Set<{ events: SocketEvents }>();
  const { through, ...troubles } = createTroubles(asked);

  const tell = (type: string, data: object): void => {
    seq += 1;
    log.push({ seq, type, data });
    for (const { events } of sockets) {
      events.frame(JSON.stringify({ type, data, seq, timestamp }));
    }
  };
  /** What was missed after `since`: messages as they are now. */
  const missedAfter = (since: number) =>
    log
      .filter((each) => each.seq > since)
      .map(({ seq, type, data }) => {
        const now = messages.find(({ id }) => 'id' in data && id === data.id);
        return { type, data: type === 'new_message' ? { ...data, ...now } : data, seq, timestamp };
      });
  const store = (message: Omit<Message, 'id' | 'timestamp' | 'is_read'>): Message => {
    last_id += 1;
    const timestamp = new Date(Date.parse('2026-01-01T00:00:00.000Z') + last_id).toISOString();
    const stored = { ...message, id: last_id, timestamp, is_read: false };
    messages.push(stored);
    return stored;
  };
  const publicKeyOf = (user_id: number, name = keys.get(user_id)) =>
    name ? { user_id, public_key: publicKey(name), key_id: keyId(name), version: 1 } : null;

  const unread = () => messages.filter(({ sender_id, is_read }) => sender_id === BOB && !is_read);
  const send = (request: Request): Message => {
    posted.push(request.body);
    const { client_id, content, receiver_id, message_type, file_id } = request.body;
    const known = messages.find((each) => each.client_id === client_id && each.sender_id === ALICE);
    if (known) return known;
    const file = files.has(String(file_id))
      ? { file: { id: String(file_id), name: 'blob', size: 1, type: 'application/octet-stream' } }
      : {};
    const stored = store({
      sender_id: ALICE,
      receiver_id: Number(receiver_id),
      content: String(content),
      client_id: String(client_id),
      message_type: message_type as Message['message_type'],
      is_encrypted: request.body.is_encrypted === true,
      ...file,
    });
    tell('message_sent', stored);
    return stored;
  };

  let muted_until: string | null = null;
  const settings = { pinned: false, archived: false, unread: false, expires_in: null };
  const mute = (until: unknown) => {
    muted_until = until === null ? null : String(until);
    tell('conversation_changed', { friend_id: BOB, ...settings, muted_until });
    return { friend_id: BOB, ...settings, muted_until };
  };
  const push = noPush();
  const missed = (since: number, epoch: string | null) => {
    const resumed = resumes && epoch === 'e';
    const events = JSON.parse(JSON.stringify(resumed ? missedAfter(since) : []));
    return { epoch: 'e', seq, resumed, events, more: false };
  };

  const answer = (request: Request): unknown => {
    const { method, path, query } = request;
    if (path === '/auth/login') return { access_token: TOKEN };
    if (path === '/auth/kdf') return { alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: 's' };
    if (path.startsWith('/auth/')) return { ticket: 'ticket' };
    if (path === '/user/profile') return PEOPLE[0];
    if (path === '/encryption/keys')
      return { ...publicKeyOf(ALICE), private_key_encrypted: 'vault', vault_version: 1 };
    if (path === '/encryption/public-keys')
      return query
        .get('user_ids')
        ?.split(',')
        .map((id) => publicKeyOf(Number(id)));
    if (path.startsWith('/encryption/public-key/'))
      return publicKeyOf(BOB, (query.get('key_id') ?? '').replace(/A+$/, ''));
    if (path === '/friends') return [PEOPLE[1]];
    if (path === '/friends/requests') return [];
    if (path === '/conversations') {
      const last_message = messages.at(-1);
      const mine = { unread_count: unread().length, ...settings, muted_until };
      return last_message ? [{ friend: PEOPLE[1], last_message, ...mine }] : [];
    }
    if (method === 'PUT' && path === `/conversations/${BOB}`) return mute(request.body.muted_until);
    if (path === '/push') return push;
    if (path === '/events') return missed(Number(query.get('since')), query.get('epoch'));
    if (method === 'POST' && path === '/messages') return send(request);
    if (path === '/messages/delete') return (request.body.ids as number[]).map(remove);
    if (method === 'PUT' && /^\/messages\/\d+$/.test(path)) {
      const content = String(request.body.content);
      return changed(Number(path.split('/')[2]), 'message_edited', {
        content,
        edited_at: timestamp,
      });
    }
    if (method === 'DELETE') return remove(Number(path.split('/')[2]));
    if (path.startsWith('/messages/')) return page(messages, request.query);
    throw new Error(`${method} ${path}`);
  };
  const remove = (id: number): null => {
    messages = messages.filter((message) => message.id !== id);
    tell('message_deleted', { message_id: id, friend_id: BOB });
    return null;
  };

  const changed = (id: number, type: string, change: Partial<Message>): Message | undefined => {
    messages = messages.map((message) => (message.id === id ? { ...message, ...change } : message));
    const found = messages.find((message) => message.id === id);
    tell(type, found ?? {});
    return found;
  };

  const fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address, 'https://chat8.example');
    const method = init.method ?? 'GET';
    const body = JSON.parse(String(init.body ?? '{}'));
    const request = {
      method,
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      body,
    };
    return through(
      request,
      () =>
        uploads.answer(request) ?? Response.json({ success: true, data: answer(request) ?? null }),
    );
  };
  const openSocket = (path: string, events: SocketEvents): Socket => {
    const socket = { events };
    sockets.add(socket);
    const since = new URLSearchParams(path.split('?')[1]).get('since');
    const resumed = resumes && since !== null;
    const state = { user_id: ALICE, epoch: 'e', seq, resumed };
    const hello = { type: 'hello', data: state, timestamp };
    const missed = resumed ? missedAfter(Number(since)) : [];
    queueMicrotask(() => {
      for (const frame of [hello, ...missed]) events.frame(JSON.stringify(frame));
    });
    return {
      isOpen: true,
      send(text) {
        const { type, data } = JSON.parse(text);
        if (type === 'read') read.push(data.up_to);
        if (type === 'delivered') delivered.push(data.up_to);
        if (type === 'ping')
          queueMicrotask(() => events.frame(JSON.stringify({ type: 'pong', timestamp })));
      },
      close: () => sockets.delete(socket),
    };
  };

  return {
    fetch,
    transfer: uploads.transfer(through),
    uploads: uploads.begun,
    openSocket,
    tell,
    mute,
    push,
    asked,
    posted,
    files,
    keys,
    /** Up to which message alice told that she has read. */
    read,
    /** Up to which message she told that they reached her. */
    delivered,
    messages: () => messages,
    remove,
    says(text: string, { key = 'bob', ...inside }: Said = {}): Message {
      const client_id = newMid();
      const content = sealedBy(BOB, client_id, { text, ...inside }, key);
      const both = { sender_id: BOB, receiver_id: ALICE, client_id, content };
      const message = store({ ...both, message_type: 'text', is_encrypted: true });
      tell('new_message', { ...message, sender_username: 'bob' });
      return message;
    },
    changed,
    ...troubles,
    /** All sockets break; with `resumes` false what is told meanwhile is told no more. */
    disconnect(canResume: boolean): void {
      resumes = canResume;
      for (const socket of [...sockets]) {
        sockets.delete(socket);
        socket.events.closed(1006);
      }
    },
  };
};

export type FakeServer = ReturnType<typeof fakeServer>;
