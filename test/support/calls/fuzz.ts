// Three friends with two devices each, who do by a seed what people and networks do with calls; what
// the server answers and tells is held to the model.
import { expect } from 'bun:test';
import { seeded } from '../attack/nonsense';
import { manualClock } from '../clock';
import { befriend, type Connection, call, connect, login, type Person, register } from '../person';
import { scratch } from '../scratch';
import { type Server, startServer } from '../server';
import { eventually } from '../timing';
import { createModel, type Model, type ModelCall, personOf } from './model';
import { ask } from './scene';

const NAMES = ['alice', 'bob', 'carol'] as const;
const DEVICES = NAMES.flatMap((name) => [`${name} 1`, `${name} 2`]);
/** What fits each state most of the time, and what never does. */
const WHILE_RINGING = ['call_accept', 'call_accept', 'call_accept', 'call_reject', 'call_cancel'];
const WHILE_RUNNING = ['call_signal', 'call_signal', 'call_signal', 'call_hangup', 'call_accept'];

interface Heard {
  type: string;
  data?: Record<string, unknown>;
}

const told = ({ type, data }: Heard): string[] => {
  if (type === 'ack' || type === 'error' || typeof data?.call_id !== 'string') return [];
  return [`${data.call_id} ${type === 'call_ended' ? `${type} ${data.reason}` : type}`];
};

/** The same device in its session, whichever socket it has. */
const createDevice = (person: Person) => {
  let socket: Connection | undefined;
  const heard: string[] = [];
  const tokens = new Map<string, string>();
  const read = () => {
    for (const frame of socket?.frames.splice(0) ?? []) {
      heard.push(...told(frame));
      const { call_id, device_token } = frame.data ?? {};
      if (typeof device_token === 'string') tokens.set(String(call_id), device_token);
    }
  };
  return {
    person,
    heard,
    tokens,
    socket: () => {
      if (socket === undefined) throw new Error('it is away');
      return socket;
    },
    async open(url: string) {
      socket = await connect(url, person.id, person.token);
      await socket.settled();
    },
    async settle() {
      await socket?.settled();
      read();
    },
    async close() {
      await this.settle();
      socket?.close();
      await socket?.closed;
      socket = undefined;
    },
    /** What was on its way when the server went counts as well. */
    lost() {
      read();
      socket = undefined;
    },
  };
};

export const createFuzz = async () => {
  const place = scratch();
  const clock = manualClock();
  const settings = { CHAT8_DATA_DIR: place.dir, CHAT8_TOKEN_TTL: '31536000' };
  let server: Server = await startServer(settings, clock);
  const people = await Promise.all(NAMES.map((name) => register(server.url, name)));
  const [alice, bob, carol] = people as [Person, Person, Person];
  for (const pair of [
    [alice, bob],
    [alice, carol],
    [bob, carol],
  ] as const)
    await befriend(...pair);
  const seconds = await Promise.all(NAMES.map((name) => login(server.url, name)));
  const devices = new Map<string, ReturnType<typeof createDevice>>();
  for (const person of [...people, ...seconds]) {
    const number = devices.has(`${person.username} 1`) ? 2 : 1;
    const device = createDevice(person);
    devices.set(`${person.username} ${number}`, device);
    await device.open(server.url);
  }
  const deviceOf = (name: string) => {
    const device = devices.get(name);
    if (device === undefined) throw new Error(`there is no ${name}`);
    return device;
  };
  return {
    clock,
    deviceOf,
    personOf: (name: string) => deviceOf(`${name} 1`).person,
    world: () => server.world,
    url: () => server.url,
    api: (name: string, method: string, path: string, body?: object) => {
      const { token } = deviceOf(`${name} 1`).person;
      return call(server.url, method, `/api/v1${path}`, { token, ...(body && { body }) });
    },
    async settle() {
      for (const device of devices.values()) await device.settle();
    },
    async restart() {
      await this.settle();
      await server[Symbol.asyncDispose]();
      for (const device of devices.values()) device.lost();
      server = await startServer(settings, clock);
    },
    async [Symbol.asyncDispose]() {
      for (const device of devices.values()) await device.close();
      await server[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
};

export type Fuzz = Awaited<ReturnType<typeof createFuzz>>;
type Pick = <Value>(all: readonly Value[]) => Value;

export const pickerFrom = (seed: number): Pick => {
  const random = seeded(seed);
  return (all) => {
    const picked = all[Math.floor(random() * all.length)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  };
};

const others = (device: string) => NAMES.filter((name) => name !== personOf(device));

/** One frame of a device that is there: what came back, and of which call. */
export const sends = async (fuzz: Fuzz, name: string, type: string, data: object) => {
  const frame = await ask(fuzz.deviceOf(name).socket(), type, data);
  const answer = frame.type === 'error' ? String(frame.data.code) : frame.type;
  const { call_id, device_token } = frame.data;
  if (typeof device_token === 'string') {
    fuzz.deviceOf(name).tokens.set(String(call_id), device_token);
  }
  return { answer, id: String(call_id ?? '') };
};

const invites = async (fuzz: Fuzz, model: Model, pick: Pick, name: string) => {
  const to = pick(others(name));
  const kind = pick(['voice', 'video'] as const);
  const data = { user_id: fuzz.personOf(to).id };
  const { answer, id } = await sends(fuzz, name, `${kind}_call_invite`, data);
  const wanted = model.invite(name, to, kind, id);
  expect([name, 'invites', to, answer, id]).toEqual([
    name,
    'invites',
    to,
    wanted.answer,
    wanted.id ?? '',
  ]);
};

const concerns = (model: Model, call: ModelCall, device: string): boolean =>
  model.isOpen(device) &&
  (model.seats(call).includes(device) ||
    (call.accepted === undefined && call.callee === personOf(device)));

const acts: Record<string, (fuzz: Fuzz, model: Model, pick: Pick, name: string) => Promise<void>> =
  {
    invites,
    /** Mostly by one whom the call concerns. */
    async frame(fuzz, model, pick, anybody) {
      const call_id = pick([...model.live.keys(), crypto.randomUUID()]);
      const call = model.live.get(call_id);
      const concerned = DEVICES.filter((device) => call && concerns(model, call, device));
      const name = concerned.length > 0 && pick([true, true, false]) ? pick(concerned) : anybody;
      const type = pick(call?.accepted === undefined ? WHILE_RINGING : WHILE_RUNNING);
      const { answer } = await sends(fuzz, name, type, { call_id, payload: 'x' });
      expect([name, type, answer]).toEqual([name, type, model.send(name, type, call_id)]);
    },
    async goes(fuzz, model, _, name) {
      await fuzz.deviceOf(name).close();
      const { id } = fuzz.deviceOf(name).person;
      const left = () =>
        [...fuzz.world().hub.of(id)].every(({ socket }) => socket?.readyState === 1);
      await eventually(left);
      model.closes(name);
    },
    async passes(fuzz, model, pick) {
      const ms = pick([1_000, 5_000, 21_000, 46_000]);
      fuzz.clock.advance(ms);
      model.passes(ms);
      await eventually(() => [...fuzz.world().liveCalls.all()].length === model.live.size);
    },
    async parts(fuzz, model, pick, name) {
      const me = personOf(name);
      const other = pick(others(name));
      const { id } = fuzz.personOf(other);
      expect((await fuzz.api(me, 'DELETE', `/friends/${id}`)).status).toBe(200);
      model.part(me, other);
      const my_id = fuzz.personOf(me).id;
      await fuzz.api(me, 'POST', '/friends/request', { user_id: id });
      await fuzz.api(other, 'POST', '/friends/request', { user_id: my_id });
    },
  };

const CHANCES = [
  ...Array(4).fill('invites'),
  ...Array(12).fill('frame'),
  ...Array(3).fill('goes'),
  ...Array(2).fill('passes'),
  'parts',
];

/** One that was away is there again, and goes on with what it had. */
const comes = async (fuzz: Fuzz, model: Model, pick: Pick, name: string) => {
  const device = fuzz.deviceOf(name);
  await device.open(fuzz.url());
  model.opens(name);
  for (const [call_id, device_token] of pick([true, true, false]) ? device.tokens : []) {
    const { answer } = await sends(fuzz, name, 'call_rejoin', { call_id, device_token });
    expect([name, 'rejoins', answer]).toEqual([name, 'rejoins', model.rejoin(name, call_id)]);
  }
};

const restarts = async (fuzz: Fuzz, model: Model, pick: Pick) => {
  await fuzz.restart();
  model.restarts();
  for (const name of DEVICES) await comes(fuzz, model, pick, name);
};

/** By seed, so many acts. Gives the model, which the server must be like. */
export const liveByModel = async (fuzz: Fuzz, seed: number, steps: number): Promise<Model> => {
  const pick = pickerFrom(seed);
  const model = createModel(DEVICES, fuzz.clock.now());
  for (let step = 0; step < steps; step += 1) {
    const name = pick(DEVICES);
    const act = pick(CHANCES) as string;
    if (!model.isOpen(name)) await comes(fuzz, model, pick, name);
    else await acts[act]?.(fuzz, model, pick, name);
    await fuzz.settle();
  }
  if (pick([true, false, false])) await restarts(fuzz, model, pick);
  for (const name of DEVICES) if (!model.isOpen(name)) await comes(fuzz, model, pick, name);
  await fuzz.settle();
  return model;
};

export { DEVICES, NAMES };
