// Every frame of a call, in every state, from everybody: the table says who may, and all others are
// refused and change nothing.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { about, ask, type CallScene, callScene, done, heard } from '../../support/calls/scene';
import type { Connection } from '../../support/person';

let it: CallScene;
let sockets: Record<string, Connection>;

beforeAll(async () => {
  it = await callScene();
  sockets = {
    caller: it.alicePhone,
    // Of the same session: nothing but the token tells them apart.
    'caller’s tab': await it.opens(it.alice),
    'caller’s tablet': it.aliceTablet,
    callee: it.bobPhone,
    'callee’s tab': await it.opens(it.bob),
    'callee’s tablet': it.bobTablet,
    friend: it.carolPhone,
    stranger: it.malloryPhone,
  };
}, 300_000);
afterAll(() => it[Symbol.asyncDispose]());

const CALLERS = ['caller', 'caller’s tab', 'caller’s tablet'];
const CALLEES = ['callee', 'callee’s tab', 'callee’s tablet'];
const DEVICES = ['caller', 'callee'];

type State = 'ringing' | 'running' | 'rejected' | 'cancelled' | 'hung up' | 'of nobody';

/** Who may send what; whatever is not here is refused. */
const ALLOWED: Partial<Record<State, Record<string, string[]>>> = {
  ringing: {
    call_accept: CALLEES,
    call_reject: CALLEES,
    call_cancel: CALLERS,
    'call_rejoin by the caller’s token': ['caller', 'caller’s tab'],
  },
  running: {
    call_signal: DEVICES,
    call_hangup: DEVICES,
    'call_rejoin by the caller’s token': ['caller', 'caller’s tab'],
    'call_rejoin by the callee’s token': ['callee', 'callee’s tab'],
  },
};

interface Tokens {
  call_id: string;
  device_token: string;
  callee_token: string;
}

const FRAMES: Record<string, (call: Tokens) => [string, object]> = {
  call_accept: ({ call_id }) => ['call_accept', { call_id }],
  call_reject: ({ call_id }) => ['call_reject', { call_id }],
  call_cancel: ({ call_id }) => ['call_cancel', { call_id }],
  call_signal: ({ call_id }) => ['call_signal', { call_id, payload: 'hello' }],
  call_hangup: ({ call_id }) => ['call_hangup', { call_id }],
  'call_rejoin by the caller’s token': ({ call_id, device_token }) => [
    'call_rejoin',
    { call_id, device_token },
  ],
  'call_rejoin by the callee’s token': ({ call_id, callee_token }) => [
    'call_rejoin',
    { call_id, device_token: callee_token },
  ],
  'call_rejoin by another token': ({ call_id, device_token }) => [
    'call_rejoin',
    { call_id, device_token: device_token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
  ],
};

const socketOf = (role: string): Connection => {
  const socket = sockets[role];
  if (socket === undefined) throw new Error(`nobody is the ${role}`);
  return socket;
};

/** A new call in that state; a token that nobody has yet is one of another call. */
const inState: Record<State, () => Promise<Tokens>> = {
  ringing: async () => ({ ...(await it.rings()), callee_token: 'x'.repeat(43) }),
  running: () => it.runs(),
  async rejected() {
    const call = await inState.ringing();
    await done(it.bobPhone, 'call_reject', { call_id: call.call_id });
    return call;
  },
  async cancelled() {
    const call = await inState.ringing();
    await done(it.alicePhone, 'call_cancel', { call_id: call.call_id });
    return call;
  },
  async 'hung up'() {
    const call = await inState.running();
    await done(it.alicePhone, 'call_hangup', { call_id: call.call_id });
    return call;
  },
  async 'of nobody'() {
    const token = 'x'.repeat(43);
    return { call_id: crypto.randomUUID(), device_token: token, callee_token: token };
  },
};

const STATES = Object.keys(inState) as State[];
const mayIn = (state: State, frame: string, role: string) =>
  ALLOWED[state]?.[frame]?.includes(role) === true;
const all = (state: State, isAllowed: boolean) =>
  Object.keys(FRAMES).flatMap((frame) =>
    Object.keys(sockets)
      .filter((role) => mayIn(state, frame, role) === isAllowed)
      .map((role) => ({ frame, role })),
  );

/** Whatever became of it, the next one begins with nobody in a call. */
const clear = async (call_id: string) => {
  for (const role of Object.keys(sockets)) {
    await ask(socketOf(role), 'call_hangup', { call_id });
    await ask(socketOf(role), 'call_cancel', { call_id });
  }
};

test.each(STATES)(
  'what the table does not name is refused in a call %s',
  async (state) => {
    const call = await inState[state]();
    await it.settled();
    for (const socket of Object.values(sockets)) socket.frames.length = 0;
    for (const { frame, role } of all(state, false)) {
      const [type, data] = FRAMES[frame]?.(call) ?? ['', {}];
      const { data: said } = await ask(socketOf(role), type, data);
      expect([frame, role, said.code]).toEqual([frame, role, 'CALL_001']);
    }
    await it.settled();
    for (const [role, socket] of Object.entries(sockets)) {
      const events = socket.frames.filter(({ type }) => type !== 'error' && type !== 'pong');
      expect([role, events.map(({ type }) => type)]).toEqual([role, []]);
    }
    // And it is as it was: what is allowed still works.
    if (state === 'ringing') await done(it.bobTablet, 'call_accept', { call_id: call.call_id });
    if (state === 'running') await done(it.bobPhone, 'call_hangup', { call_id: call.call_id });
    await clear(call.call_id);
  },
  300_000,
);

test.each(['ringing', 'running'] as State[])(
  'what the table names is done in a call %s',
  async (state) => {
    for (const { frame, role } of all(state, true)) {
      const call = await inState[state]();
      const [type, data] = FRAMES[frame]?.(call) ?? ['', {}];
      const answer = await ask(socketOf(role), type, data);
      expect([frame, role, answer.type]).toEqual([frame, role, 'ack']);
      await clear(call.call_id);
    }
  },
  300_000,
);

test('a device that accepts again, or rejects and accepts, hears one end', async () => {
  const { bobPhone, bobTablet, alicePhone } = it;
  const call = await it.runs();
  const again = await ask(bobPhone, 'call_accept', { call_id: call.call_id });
  expect(again.data.code).toBe('CALL_001');
  const rejecting = await ask(bobPhone, 'call_reject', { call_id: call.call_id });
  expect(rejecting.data.code).toBe('CALL_001');
  await done(alicePhone, 'call_hangup', { call_id: call.call_id });
  await bobPhone.next((frame) => frame.type === 'call_ended' && about(call.call_id)(frame));
  expect(heard(bobPhone, call.call_id)).toEqual([
    'voice_call_invite',
    'call_accepted',
    'call_ended hangup',
  ]);
  const ringing = await it.rings();
  const both = await Promise.all([
    ask(bobPhone, 'call_reject', { call_id: ringing.call_id }),
    ask(bobTablet, 'call_accept', { call_id: ringing.call_id }),
  ]);
  expect(both.map(({ type }) => type).sort()).toEqual(['ack', 'error']);
  await clear(ringing.call_id);
});

test('of all devices that accept at the same moment one has the call', async () => {
  const roles = CALLEES.map(socketOf);
  for (let i = 0; i < 10; i += 1) {
    const { call_id } = await it.rings();
    const answers = await Promise.all(
      roles.map((socket) => ask(socket, 'call_accept', { call_id })),
    );
    expect(answers.filter(({ type }) => type === 'ack')).toHaveLength(1);
    await it.settled();
    const seen = roles.map((socket) => heard(socket, call_id).at(-1)).sort();
    expect(seen).toEqual([
      'call_accepted',
      'call_ended answered_elsewhere',
      'call_ended answered_elsewhere',
    ]);
    await clear(call_id);
  }
}, 300_000);
