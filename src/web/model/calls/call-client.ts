// Voice and video calls between two people: one at a time in this page. Frames of the server come here,
// and what people press.
import type { CallEnd } from '../../../protocol/objects';
import type { Keys } from '../keys/keys';
import type { Pins } from '../keys/pins';
import type { Api } from '../net/api';
import type { Frame } from '../net/frames';
import { isText } from '../net/shape';
import type { People } from '../people/people';
import type { Clock } from '../platform';
import type { LocalStore } from '../store/local-store';
import type { Locks } from '../store/locks';
import type { Send } from './asking';
import { createAsking } from './asking';
import type { CallSettings } from './call-settings';
import type { Call, Current } from './current';
import { createCurrent } from './current';
import type { Inviting } from './inviting';
import { createInviting } from './inviting';
import { createMedia } from './media';
import type { CallPlatform } from './platform';
import { createReturning } from './returning';
import { createRinging } from './ringing';
import type { Running } from './running';
import { createRunning } from './running';
import type { SignalNeeds } from './signals';
import { createStoredCall } from './stored-call';

interface CallClientNeeds extends SignalNeeds {
  api: Api;
  clock: Clock;
  keys: Keys;
  localStore: LocalStore;
  locks: Locks;
  people: Pick<People, 'friendOf' | 'load'>;
  pins: Pins;
  platform: CallPlatform;
  send: Send;
  settings: CallSettings;
  tabStore: LocalStore;
  /** The network of this device may be another. */
  onNetwork: (act: () => void) => void;
  isQuiet: () => boolean;
  newPage: () => string;
}

/** What could not be said without a connection is said with the next one. */
const createDebts = (send: Send) => {
  const owed: { type: string; data: object }[] = [];
  return {
    owe(type: string, call_id: string, more: object = {}): void {
      const data = { call_id, ...more };
      if (!send(type, data)) owed.push({ type, data });
    },
    pay(): void {
      for (const { type, data } of owed.splice(0)) send(type, data);
    },
  };
};

/** In one tab: a copy of the tab has no part in it. */
const createHold = ({ manager }: Locks) => {
  let letGo = () => {};
  const hold = async (call_id: string): Promise<boolean> => {
    letGo();
    if (manager === undefined) return true;
    const { promise: isHeld, resolve: tell } = Promise.withResolvers<boolean>();
    void manager
      .request(`chat8 call ${call_id}`, { ifAvailable: true }, async (lock) => {
        tell(lock !== null);
        if (lock === null) return;
        await new Promise<void>((over) => {
          letGo = over;
        });
      })
      .catch(() => tell(true));
    return isHeld;
  };
  return { hold, letGo: () => letGo() };
};

const createVerbs = (
  current: Current,
  running: Running,
  inviting: Inviting,
  owe: (type: string, call_id: string, more?: object) => void,
) => {
  /** Calls that were left before the other one's answer came. */
  const left = new Set<string>();
  const leave = ({ phase, id }: Call): void => {
    left.add(id);
    if (phase === 'outgoing') owe('call_cancel', id);
    else if (phase === 'incoming') owe('call_reject', id);
    else owe('call_hangup', id, running.failure());
  };
  return {
    wasLeft: (call_id: string): boolean => left.has(call_id),
    /** Cancels, rejects or ends the call. */
    hangUp(): void {
      const call = current.active();
      if (call === null) return;
      if (call.id !== '') leave(call);
      running.finish(call.phase === 'incoming' ? 'rejected' : 'hangup');
      if (call.phase === 'incoming') current.dismiss();
      inviting.crossed();
    },
  };
};

interface Platform {
  current: Current;
  inviting: Inviting;
  running: Running;
  left: (call_id: string) => boolean;
  confirm: (call_id: string) => void;
}

const createReceive = (needs: CallClientNeeds, parts: Platform) => {
  const { people, send } = needs;
  const { current, inviting, running, left, confirm } = parts;
  const over = new Set<string>();

  /** Friends alone call, and by the name that they have here. */
  const invited = async (call_id: string, friend_id: number, kind: 'voice' | 'video') => {
    if (current.active()?.id === call_id) return confirm(call_id);
    if (people.friendOf(friend_id) === undefined) await people.load().catch(() => {});
    if (people.friendOf(friend_id) === undefined || over.has(call_id) || left(call_id)) return;
    inviting.came({ id: call_id, friend_id, kind });
  };
  const ended = (call_id: string, reason: CallEnd): void => {
    over.add(call_id);
    inviting.crossingEnded(call_id);
    if (current.active()?.id === call_id) running.finish(reason);
  };
  return ({ type, data }: Frame): void => {
    const call_id = String(data.call_id);
    const session = current.active()?.id === call_id ? running.session() : undefined;
    switch (type) {
      case 'voice_call_invite':
        void invited(call_id, Number(data.from_user_id), 'voice');
        break;
      case 'video_call_invite':
        void invited(call_id, Number(data.from_user_id), 'video');
        break;
      case 'call_accepted':
        if (left(call_id)) send('call_hangup', { call_id });
        else inviting.accepted(call_id, isText(data.device_token) ? data.device_token : '');
        break;
      case 'call_signal':
        session?.receive(data.payload);
        break;
      case 'call_rejoined':
        session?.otherRejoined();
        break;
      case 'call_ended':
        ended(call_id, data.reason as CallEnd);
    }
  };
};

/** Whether an invitation still stands after the connection was lost: else it is not told again. */
const createConfirmation = (current: Current, running: Running, send: Send) => {
  let unconfirmed = '';
  let isAsked = false;
  return {
    confirm(call_id: string): void {
      if (unconfirmed === call_id) unconfirmed = '';
    },
    lost(): void {
      const call = current.active();
      unconfirmed = call?.phase === 'incoming' ? call.id : '';
      isAsked = false;
    },
    /** What still rings is told before the answer. */
    ask(): void {
      isAsked = unconfirmed !== '';
      if (isAsked) send('ping', {});
    },
    pong(): void {
      if (isAsked && current.active()?.id === unconfirmed) running.finish('timeout');
      isAsked = false;
    },
  };
};

export const createCallClient = (needs: CallClientNeeds) => {
  const { clock, platform, send, tabStore, userId } = needs;
  const current = createCurrent(clock);
  const asking = createAsking(send, clock);
  const stored = createStoredCall(tabStore, userId);
  const { owe, pay } = createDebts(send);
  const { hold, letGo } = createHold(needs.locks);
  const media = createMedia(needs, {
    track: (kind) => running.track(kind),
    sending: () => running.tellSending(),
  });
  const tell = (type: string, data: object) => void send(type, data);
  const running: Running = createRunning({ ...needs, current, media, stored, send: tell });
  const holdNow = (call_id: string) => void hold(call_id);
  const base = { ...needs, asking, current, media, running };
  const inviting = createInviting({ ...base, owe, hold: holdNow });
  const returning = createReturning({ ...base, stored, hold });
  const verbs = createVerbs(current, running, inviting, owe);
  const confirmation = createConfirmation(current, running, send);
  const { confirm } = confirmation;
  const receive = createReceive(needs, {
    current,
    inviting,
    running,
    confirm,
    left: verbs.wasLeft,
  });
  createRinging({ ...needs, current, platform }).follow();
  needs.onNetwork(() => running.session()?.restart());

  return {
    call: current.call,
    remote: running.remote,
    quality: running.quality,
    media,
    meter: platform.meter,
    canShareScreen: platform.canShareScreen,
    canChooseSpeaker: platform.canChooseSpeaker,
    invite: inviting.invite,
    accept: inviting.accept,
    hangUp: verbs.hangUp,
    dismiss: current.dismiss,
    heard(frame: Frame): void {
      if (frame.type === 'pong') confirmation.pong();
      else if (frame.type === 'ack' || frame.type === 'error') asking.answered(frame);
      else receive(frame);
      if (current.active() === null) letGo();
    },
    lost(): void {
      inviting.lost();
      asking.lost();
      confirmation.lost();
    },
    /** Connected, and told of what rings. */
    ready(): void {
      pay();
      const call = current.active();
      if (call === null) void returning.resume();
      else if (call.phase === 'incoming') void (inviting.answersAgain() || confirmation.ask());
      else if (call.device_token !== '') void returning.rejoin(call);
    },
  };
};

export type CallClient = ReturnType<typeof createCallClient>;
