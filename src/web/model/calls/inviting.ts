// Calling somebody, and being called, until both have accepted. Nothing opens and nothing is answered
// before the person of this device pressed for it.
import type { InvitationAnswer } from '../../../protocol/calls';
import type { CallKind } from '../../../protocol/objects';
import type { Keys } from '../keys/keys';
import type { Pins } from '../keys/pins';
import type { Api } from '../net/api';
import type { Shape } from '../net/shape';
import { isText, record } from '../net/shape';
import type { Asking } from './asking';
import { createAnswering, endOf } from './asking';
import type { CallSettings } from './call-settings';
import type { Current, EndReason } from './current';
import { askIceServers, hasRelay } from './ice-servers';
import type { Media } from './media';
import type { IceServer } from './platform';
import type { Running } from './running';
import { chooseKey } from './trust';

interface Needs {
  api: Api;
  asking: Asking;
  current: Current;
  keys: Keys;
  media: Media;
  pins: Pins;
  running: Running;
  settings: CallSettings;
  /** Says it once there is a connection. */
  owe: (type: string, call_id: string) => void;
  hold: (call_id: string) => void;
}

/** An invitation that came while one's own was on its way to the same friend. */
interface Crossing {
  id: string;
  friend_id: number;
  kind: CallKind;
}

const isInvitation: Shape<InvitationAnswer> = record<InvitationAnswer>({
  call_id: isText,
  device_token: isText,
});

/** What a call needs before it begins: a voice, a key, and the picture if it was asked for. */
const createReady = ({ keys, media, pins }: Needs) => {
  return async (friend_id: number, hasVoice: boolean, hasPicture: boolean) => {
    const asked = chooseKey(keys, pins, friend_id).then(
      (key) => ({ key, refused: null }),
      (error: unknown) => ({ key: null, refused: endOf(error) }),
    );
    // One question of the browser after the other; the call does not wait for the picture.
    const isHeard = !hasVoice || (await media.openMicrophone());
    if (isHeard && hasPicture) void media.turnCamera(true);
    return { ...(await asked), isHeard };
  };
};

type Ready = ReturnType<typeof createReady>;

/** What hides an address is a relay. */
const canHide = (settings: CallSettings, servers: IceServer[]): boolean =>
  !settings.hidesAddress() || hasRelay(servers);

/** Theirs, while one's own is on its way; it rings if nothing comes of that. */
const createCrossing = ({ current, running }: Needs) => {
  let crossing: Crossing | null = null;
  const ring = ({ id, friend_id, kind }: Crossing): void => {
    current.begin({ id, friend_id, kind, isCaller: false, phase: 'incoming' });
  };
  const take = (): Crossing | null => {
    const taken = crossing;
    crossing = null;
    return taken;
  };
  const crossed = (): void => {
    const other = take();
    if (other !== null && current.active() === null) ring(other);
  };
  return {
    take,
    crossed,
    /** One's own came to nothing. */
    notSent(end: EndReason): void {
      running.finish(end);
      crossed();
    },
    /** Somebody calls. */
    came(invitation: Crossing): void {
      const call = current.active();
      const isMeeting = call?.phase === 'outgoing' && call.friend_id === invitation.friend_id;
      if (call === null) ring(invitation);
      else if (isMeeting && call.id === '') crossing = invitation;
    },
    crossingEnded(call_id: string): void {
      if (crossing?.id === call_id) crossing = null;
    },
  };
};

/** Calling somebody. */
const createOutgoing = (
  { api, asking, current, hold, owe, running, settings }: Needs,
  ready: Ready,
  { take, notSent }: ReturnType<typeof createCrossing>,
) => {
  const invited = (no: number, { call_id, device_token }: InvitationAnswer): void => {
    const crossing = take();
    // It is the answer to theirs.
    const about = crossing?.id === call_id ? { isCaller: false, kind: crossing.kind } : {};
    hold(call_id);
    const servers = askIceServers(api, call_id);
    current.change(no, { id: call_id, device_token, servers, ...about });
    running.keep();
    void servers.then((listed) => {
      if (!current.isStill(no) || canHide(settings, listed)) return;
      owe(current.call.value?.phase === 'outgoing' ? 'call_cancel' : 'call_hangup', call_id);
      running.finish('hiddenNoRelay');
    });
  };
  const ask = async (no: number, friend_id: number, kind: CallKind): Promise<void> => {
    try {
      const data = { user_id: friend_id };
      const answer = await asking.ask(`${kind}_call_invite`, data, isInvitation);
      if (current.isStill(no)) invited(no, answer);
      // Cancelled meanwhile.
      else owe('call_cancel', answer.call_id);
    } catch (error) {
      if (current.isStill(no)) notSent(endOf(error));
    }
  };
  return {
    async invite(friend_id: number, kind: CallKind): Promise<void> {
      if (current.active() !== null) return;
      take();
      const { no } = current.begin({ friend_id, kind, isCaller: true, phase: 'outgoing' });
      const { key, refused, isHeard } = await ready(friend_id, true, kind === 'video');
      if (!current.isStill(no)) return;
      if (!isHeard || refused !== null) return notSent(refused ?? 'noMicrophone');
      current.change(no, { key });
      return ask(no, friend_id, kind);
    },
  };
};

/** Being called. */
const createIncoming = (
  { api, asking, current, hold, media, owe, running, settings }: Needs,
  ready: Ready,
) => {
  const answering = createAnswering({ asking, current, running });
  return {
    answersAgain: answering.again,
    lost: answering.lost,
    /** With a voice unless `isListening`. */
    async accept(hasPicture: boolean, isListening = false): Promise<void> {
      const call = current.active();
      if (call?.phase !== 'incoming' || call.isAccepting) return;
      const { no, id, friend_id } = call;
      current.change(no, { isAccepting: true, trouble: undefined });
      // Tried out before, or opening for that still, it shows nobody anything that was not pressed for.
      if (!hasPicture) void media.turnCamera(false);
      const servers = askIceServers(api, id);
      const { key, refused, isHeard } = await ready(friend_id, !isListening, hasPicture);
      if (!current.isStill(no)) return;
      if (!isHeard) {
        current.change(no, { isAccepting: false, trouble: media.troubles.value.microphone });
        return;
      }
      if (refused !== null) return running.finish(refused);
      if (settings.hidesAddress()) {
        const listed = await servers;
        if (!current.isStill(no)) return;
        if (!canHide(settings, listed)) {
          owe('call_reject', id);
          return running.finish('hiddenNoRelay');
        }
      }
      current.change(no, { key, servers });
      await answering.ask(no, id);
    },
    /** Both have accepted, as the server says. */
    accepted(call_id: string, device_token: string): void {
      const call = current.active();
      // Nobody pressed for it here.
      if (call?.id !== call_id || call.key === undefined) return;
      if (call.phase !== 'outgoing' && call.phase !== 'incoming') return;
      if (call.phase === 'incoming') hold(call_id);
      current.change(call.no, { device_token: device_token || call.device_token });
      running.begin(false);
    },
  };
};

export const createInviting = (needs: Needs) => {
  const ready = createReady(needs);
  const crossing = createCrossing(needs);
  const { came, crossed, crossingEnded } = crossing;
  return {
    ...createOutgoing(needs, ready, crossing),
    ...createIncoming(needs, ready),
    came,
    crossed,
    crossingEnded,
  };
};

export type Inviting = ReturnType<typeof createInviting>;
