// What alice's calls are under a server that lies: she calls friends, and is called. Her friends speak the
// protocol with keys of their own, to the honest server.
import type { CallKind } from '../../../src/protocol/objects';
import '../../../src/web/model/calls/call-client';
import { openEnvelope } from '../envelope';
import type { Cast, Friend } from '../hostile/cast';
import { sealFor } from '../hostile/cast';
import type { Kept } from '../hostile/kept';
import type { Life } from '../hostile/life';
import { openLife, wish } from '../hostile/life';
import type { Written } from '../hostile/written';
import type { Connection, Frame } from '../person';

type Said = { from: string; signal: { type: string; description?: { sdp: string } } };

const callOf = ({ data }: Frame): string => String(data.call_id);

/** A friend's end of a call. */
const endOf = (life: Life, friend: Friend, line: Connection) => {
  const page = `page of ${friend.person.username}`;
  const connection = `${friend.person.username}-1`;
  const alice = { id: life.cast.alice.id, key: life.cast.key };
  let n = 0;
  const say = (call_id: string, signal: object, to: string | null = null) => {
    n += 1;
    const call = { call_id, payload: { from: page, to, n, signal } };
    const { content } = sealFor(alice, friend, { call }, { type: 'call' });
    line.send({ type: 'call_signal', data: { call_id, payload: content } });
  };
  const heard = (): Said[] =>
    line.frames
      .filter(({ type }) => type === 'call_signal')
      .map(({ data }) => openEnvelope(friend.pair, alice.key, String(data.payload)).body)
      .map((body) => (body as { call: { payload: Said } }).call.payload);
  return {
    say,
    /** Answers the offer that came. */
    describe(call_id: string): void {
      const offer = heard().find(({ signal }) => signal.description?.sdp.startsWith('offer'));
      const sdp = offer?.signal.description?.sdp.replace(/^offer/, `answer ${connection} 1 to`);
      const description = { type: 'answer', sdp };
      if (offer) say(call_id, { type: 'description', description }, offer.from);
    },
    offer(call_id: string): void {
      const hello = heard().find(({ signal }) => signal.type === 'hello');
      const description = { type: 'offer', sdp: `offer ${connection} 1` };
      if (hello) say(call_id, { type: 'description', description }, hello.from);
    },
  };
};

/** By then a lost line is there again; a call waits 20 s for it. */
const reconnected_ms = 2_000;

/** Whatever came of it is over for the next life. */
const hangUp = async (line: Connection, ids: string[]): Promise<void> => {
  for (const call_id of new Set(ids)) {
    for (const type of ['call_cancel', 'call_reject', 'call_hangup']) {
      line.send({ type, data: { call_id } });
    }
  }
  await line.settled();
};

/** Alice calls; her friend answers. */
const callFriend = async (life: Life, friend: Friend): Promise<void> => {
  const { app, idle } = life.device;
  using line = await friend.person.connect();
  const end = endOf(life, friend, line);
  wish(life, () => app.calls.invite(friend.person.id, 'video'));
  await idle();
  await life.device.idle();
  await line.settled();
  const ringing = line.frames.findLast(({ type }) => type === 'video_call_invite');
  if (ringing === undefined) return;
  const call_id = callOf(ringing);
  line.send({ type: 'call_accept', data: { call_id } });
  await line.event('call_accepted');
  end.say(call_id, { type: 'hello' });
  await line.settled();
  await life.device.idle();
  await line.settled();
  end.describe(call_id);
  await line.settled();
  await life.device.idle();
  await hangUp(line, [call_id]);
  await life.device.idle();
};

/** The friend goes on by another line of the same device. */
const rejoin = async (line: Connection, friend: Friend, { data }: Frame): Promise<void> => {
  const made = line.frames.find(({ type, id }) => type === 'ack' && id === 1);
  using other = await friend.person.connect();
  const { call_id, device_token } = { ...data, ...made?.data };
  other.send({ type: 'call_rejoin', id: 2, data: { call_id, device_token } });
  await other.settled();
};

/** Her friend calls; alice answers, and her line is lost and found again meanwhile. */
const beCalled = async (life: Life, friend: Friend, kind: CallKind): Promise<void> => {
  const { app } = life.device;
  using line = await friend.person.connect();
  const end = endOf(life, friend, line);
  line.send({ type: `${kind}_call_invite`, id: 1, data: { user_id: life.cast.alice.id } });
  await line.settled();
  await life.device.idle();
  wish(life, async () => app.calls.calls.value?.accept(false));
  await life.device.idle();
  await life.device.idle();
  await line.settled();
  const answered = line.frames.find(({ type }) => type === 'call_accepted');
  if (answered) {
    end.offer(callOf(answered));
    await line.settled();
    await life.device.loseLine();
    await life.device.pass(reconnected_ms);
    await life.device.idle();
    await rejoin(line, friend, answered);
    await life.device.idle();
  }
  const made = line.frames.filter(({ type, id }) => type === 'ack' && id === 1);
  await hangUp(line, made.map(callOf));
  await life.device.idle();
};

/** Nobody but the friend whom she speaks with is at the other end. */
const connectedTo = async (life: Life, friend: Friend, act: () => Promise<void>) => {
  const before = life.device.network.met().length;
  await act();
  const met = life.device.network.met().slice(before);
  const wrong = met.filter((name) => name !== `${friend.person.username}-1`);
  life.faults.push(...wrong.map((name) => `connected to ${name}`));
  wish(life, async () => {
    life.device.app.calls.calls.value?.hangUp();
    life.device.app.calls.calls.value?.dismiss();
  });
  await life.device.idle();
};

/** She looks why calls fail, alone and, since a friend asks for it, with him. */
const consultDoctor = async (life: Life, friend: Friend): Promise<void> => {
  const { doctor } = life.device.app;
  wish(life, () => doctor.start());
  await life.device.idle();
  doctor.close();
  await friend.person.post('/calls/test', { user_id: life.cast.alice.id });
  await life.device.idle();
  const asked = doctor.asked.value;
  doctor.join();
  if (asked) wish(life, () => doctor.start(asked));
  await life.device.idle();
  doctor.close();
};

/** One who was only met, and one who was compared. */
export const call = async (cast: Cast, written: Written, kept: Kept): Promise<Life> => {
  const life = await openLife(cast, written, kept);
  for (const friend of cast.friends) {
    if (friend.state !== 'met' && friend.state !== 'compared') continue;
    const kind = friend.state === 'met' ? 'voice' : 'video';
    await connectedTo(life, friend, () => callFriend(life, friend));
    await connectedTo(life, friend, () => beCalled(life, friend, kind));
    await consultDoctor(life, friend);
  }
  return life;
};
