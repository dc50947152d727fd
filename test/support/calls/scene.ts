// Alice and bob, two devices each, carol who is a friend of both, and mallory, whom nobody knows.
import { expect } from 'bun:test';
import type { Clock } from '../../../src/platform/clock';
import { befriend, type Connection, connect, login, type Person, register } from '../person';
import { startServer } from '../server';

let asked = 0;

/** The ack or the error. */
export const ask = async (socket: Connection, type: string, data: object) => {
  asked += 1;
  const id = `ask ${asked}`;
  socket.send({ type, id, data });
  return socket.next((frame) => frame.id === id);
};

/** Its ack's data; anything else fails the test. */
export const done = async (socket: Connection, type: string, data: object) => {
  const answer = await ask(socket, type, data);
  expect([type, answer.type, answer.data.code]).toEqual([type, 'ack', undefined]);
  return answer.data;
};

/** The code of its refusal; `ack` if there was none. */
export const refusal = async (socket: Connection, type: string, data: object): Promise<string> => {
  const answer = await ask(socket, type, data);
  return answer.type === 'error' ? String(answer.data.code) : answer.type;
};

export interface Invited {
  call_id: string;
  device_token: string;
}

export const invites = (socket: Connection, to: Person, kind: 'voice' | 'video' = 'voice') =>
  done(socket, `${kind}_call_invite`, { user_id: to.id }) as unknown as Promise<Invited>;

/** A pong has no data. */
export const about = (call_id: string) => (frame: { data?: Record<string, unknown> }) =>
  frame.data?.call_id === call_id;

/** What a socket heard of a call, in order: the type, and for an end why. */
export const heard = ({ frames }: Connection, call_id: string): string[] =>
  frames
    .filter((frame) => frame.type !== 'ack' && about(call_id)(frame))
    .map(({ type, data }) => (type === 'call_ended' ? `${type} ${data.reason}` : type));

/** Why the call is over for that socket. */
export const ended = async (socket: Connection, call_id: string) => {
  const over = await socket.next((frame) => frame.type === 'call_ended' && about(call_id)(frame));
  return over.data.reason;
};

export const accepted = (socket: Connection, call_id: string) =>
  socket.next((frame) => frame.type === 'call_accepted' && about(call_id)(frame));

/** What calls left in the conversation, the newest first. */
export const entries = async (me: Person, friend: Person) => {
  const { body } = await me.get(`/messages/${friend.id}`);
  const messages = body.data.messages as Record<string, unknown>[];
  return messages.filter(({ call }) => call !== undefined);
};

export const outcomes = async (me: Person, friend: Person) =>
  (await entries(me, friend)).map(({ call }) => (call as { outcome: string }).outcome);

export const callScene = async (settings: Record<string, string> = {}, clock?: Clock) => {
  // The tests turn their clocks far.
  const server = await startServer({ CHAT8_TOKEN_TTL: '31536000', ...settings }, clock);
  const { url } = server;
  const names = ['alice', 'bob', 'carol', 'mallory'] as const;
  const [alice, bob, carol, mallory] = await Promise.all(names.map((name) => register(url, name)));
  if (!(alice && bob && carol && mallory)) throw new Error('nobody came');
  await befriend(alice, bob);
  await befriend(alice, carol);
  await befriend(bob, carol);
  const [atTablet, bobAtTablet] = await Promise.all([login(url, 'alice'), login(url, 'bob')]);
  const opened: Connection[] = [];
  /** Another socket of the session of that token: a tab, or the same page after a lost connection. */
  const opens = async ({ id, token }: Person) => {
    const socket = await connect(url, id, token);
    opened.push(socket);
    return socket;
  };
  const sockets = {
    alicePhone: await opens(alice),
    aliceTablet: await opens(atTablet),
    bobPhone: await opens(bob),
    bobTablet: await opens(bobAtTablet),
    carolPhone: await opens(carol),
    malloryPhone: await opens(mallory),
  };
  return {
    server,
    url,
    alice,
    bob,
    carol,
    mallory,
    /** The same people in their other sessions. */
    atTablet,
    bobAtTablet,
    ...sockets,
    opens,
    /** A call that rings at bob's. */
    rings: async (kind: 'voice' | 'video' = 'voice') => {
      const call = await invites(sockets.alicePhone, bob, kind);
      await sockets.bobPhone.next(about(call.call_id));
      return call;
    },
    /** A call between the phones of alice and bob. */
    async runs(kind: 'voice' | 'video' = 'voice') {
      const call = await this.rings(kind);
      await done(sockets.bobPhone, 'call_accept', { call_id: call.call_id });
      const { data } = await accepted(sockets.bobPhone, call.call_id);
      await accepted(sockets.alicePhone, call.call_id);
      return { ...call, callee_token: String(data.device_token), device: String(data.device) };
    },
    /** Everything that was published before is here. */
    async settled() {
      for (const socket of opened) {
        if (socket.socket.readyState === WebSocket.OPEN) await socket.settled();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of opened) socket.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

export type CallScene = Awaited<ReturnType<typeof callScene>>;
