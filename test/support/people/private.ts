// Alice and bob, who may keep to themselves what they do.
import { expect } from 'bun:test';
import { manualClock } from '../clock';
import { type Connection, connect, friends, type Person } from '../person';
import { startServer } from '../server';

export const scene = async () => {
  await using opening = new AsyncDisposableStack();
  const clock = manualClock();
  const server = opening.use(await startServer({ CHAT8_TOKEN_TTL: '31536000' }, clock));
  const { alice, bob } = await friends(server.url);
  const began = new Date(clock.now()).toISOString();
  const opened = opening.move();
  const set = async (who: Person, change: object) => {
    const { status, body } = await who.put('/user/privacy', change);
    expect(status).toBe(200);
    return body.data;
  };
  /** All that a person's device would have missed. */
  const replayed = async ({ id, token }: Person) => {
    using late = await connect(server.url, id, token, `&since=0&epoch=${server.world.epoch}`);
    await late.settled();
    return late.frames;
  };
  return {
    server,
    clock,
    alice,
    bob,
    began,
    set,
    replayed,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

export const ofType = async (device: Connection, ...types: string[]) => {
  await device.settled();
  return device.frames.filter(({ type }) => types.includes(type)).map(({ data }) => data);
};

export const statusesOf = async (device: Connection, { id }: Person) =>
  (await ofType(device, 'user_status'))
    .filter(({ user_id }) => user_id === id)
    .map(({ status }) => status);

export const messagesOf = async (who: Person, friend: Person) =>
  (await who.get(`/messages/${friend.id}`)).body.data.messages;

export const readOf = async (who: Person, friend: Person): Promise<boolean[]> =>
  (await messagesOf(who, friend)).map(({ is_read }: { is_read: boolean }) => is_read).reverse();

/** The export of somebody's account, as it is stored: nothing in it is compressed. */
export const exportOf = async ({ url, token }: Person): Promise<string> => {
  const headers = { authorization: `Bearer ${token}` };
  const zip = await fetch(`${url}/api/v1/user/export`, { headers });
  return Buffer.from(await zip.arrayBuffer()).toString('latin1');
};
