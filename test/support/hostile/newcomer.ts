// Nora, who registered a moment ago at a server that was honest until then, with two friends: paul,
// whom she compared numbers with, and otto, whom she has met.
import type { Person } from '../person';
import { befriend, login } from '../person';
import type { Cast, Friend } from './cast';
import { newDevice } from './cast';
import type { Device } from './device';
import type { Account, Circle } from './life';
import { joined } from './strangers';
import { MARKER } from './written';

export interface Nora {
  device: Device;
  account: Account;
  circle: Circle;
  /** Another session of hers, at the honest server. */
  api: Person;
  /** What signs her in. */
  auth: string;
  otto: Friend;
  paul: Friend;
}

let count = 0;

export const newcomerBy = async (cast: Cast): Promise<Nora> => {
  count += 1;
  const name = `nell${count}`;
  const password = `${MARKER} ${name}`;
  cast.liar.repent();
  const device = newDevice(cast.liar);
  const { session, keys } = device.app;
  await session.start();
  await session.register({ username: name, email: `${name}@example.org`, password });
  await session.recovered();
  await device.idle();
  const asked = cast.liar.asked.find(({ path }) => path === '/auth/register');
  const { password: auth } = JSON.parse(asked?.body ?? '{}') as { password: string };
  const api = await login(cast.url, name, auth, { derived: true });
  const otto = await joined(cast.url, `otto${count}`, 'met');
  const paul = await joined(cast.url, `paul${count}`, 'compared');
  for (const { person } of [otto, paul]) await befriend(person, api);
  await device.idle();
  await keys.meet(otto.person.id);
  await keys.meet(paul.person.id);
  await keys.accept(paul.person.id, paul.key_id, 'compared');
  await device.pass(60_000);
  const { body } = await api.get('/encryption/keys');
  const circle = {
    ...{ liar: cast.liar, friends: [otto, paul] },
    ...{ key: JSON.parse(body.data.public_key), alice: { id: api.id } },
  };
  const account = { name, passwords: [password] };
  return { ...{ device, account, circle, api, auth }, ...{ otto, paul } };
};
