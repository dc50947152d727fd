// An accepted call: its session, what comes from the other one, and its end.
import { signal } from '@preact/signals';
import type { CallFailure } from '../../../protocol/calls';
import type { Api } from '../net/api';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { CallSettings } from './call-settings';
import type { Call, Current, EndReason } from './current';
import { askIceServers } from './ice-servers';
import type { SessionEvents } from './link';
import type { Media } from './media';
import type { CallPlatform, MediaKind } from './platform';
import { createQuality } from './quality';
import type { Session } from './session';
import { createSession } from './session';
import type { Sending, SignalNeeds } from './signals';
import { createSignals, isSignal } from './signals';
import type { StoredCall } from './stored-call';
import type { SessionEnd } from './trace';
import { failureOf } from './trace';

/** What comes from the other one. */
interface Remote {
  voice: MediaStream | null;
  picture: MediaStream | null;
  sending: Sending;
}

const NOTHING: Remote = {
  voice: null,
  picture: null,
  sending: { microphone: true, camera: false, screen: false },
};

interface Needs extends SignalNeeds {
  api: Api;
  clock: Clock;
  current: Current;
  media: Media;
  platform: CallPlatform;
  settings: CallSettings;
  send: (type: string, data: object) => void;
  stored: { keep(call: StoredCall): void; remove(): void };
  newPage: () => string;
}

/** What is kept over a reload of this page. */
const createKeep =
  ({ current, media, stored }: Needs) =>
  (): void => {
    const call = current.active();
    if (call === null || call.device_token === '') return;
    const { id, device_token, friend_id, kind, isCaller, key, began_at } = call;
    const sending = media.sending.value;
    stored.keep({ call_id: id, device_token, friend_id, kind, isCaller, key, began_at, sending });
  };

interface Remotes {
  finish(end: EndReason): void;
  failure(end: SessionEnd): { failure?: CallFailure };
  keep(): void;
  /** The line is there. */
  shape(): void;
}

/** What a session tells. */
const createRemote = (
  { clock, current, send }: Needs,
  { failure, finish, keep, shape }: Remotes,
) => {
  const remote = signal<Remote>(NOTHING);
  const connected = (no: number): void => {
    const began_at = current.call.value?.began_at ?? clock.now();
    current.change(no, { phase: 'running', began_at });
    keep();
    shape();
  };
  return {
    remote,
    clear(): void {
      remote.value = NOTHING;
    },
    eventsOf: ({ no, id }: Call): SessionEvents => ({
      state: (state) =>
        state === 'connected' ? connected(no) : current.change(no, { phase: 'reconnecting' }),
      stream(kind, stream) {
        const part = kind === 'audio' ? 'voice' : 'picture';
        remote.value = { ...remote.value, [part]: stream };
      },
      sending(sending) {
        remote.value = { ...remote.value, sending };
      },
      failed(end) {
        if (!current.isStill(no)) return;
        send('call_hangup', { call_id: id, ...failure(end) });
        finish(end);
      },
    }),
  };
};

const ownOf = (media: Media) => ({
  sending: () => media.sending.value,
  tracks: () => ({ audio: media.track('audio'), video: media.track('video') }),
});

export const createRunning = (needs: Needs) => {
  const { api, clock, current, media, platform, send, settings, stored, userId, newPage } = needs;
  let session: Session | undefined;
  const quality = createQuality({
    clock,
    connection: () => session?.connection(),
    isScreen: () => media.sending.value.screen,
  });
  const keep = createKeep(needs);
  const shape = () => void quality.shape();
  const finish = (end: EndReason): void => {
    const call = current.active();
    if (call === null) return;
    const trouble = media.troubles.value.microphone;
    const trace = session?.trace();
    // Nobody hangs up a call that is about to connect: it was given up.
    const why = end === 'hangup' ? (session?.whyApart() ?? end) : end;
    session?.close();
    session = undefined;
    quality.stop();
    media.close();
    stored.remove();
    clear();
    current.end(call.no, why, { trouble, trace });
  };
  /** Why it did not connect, for the server's figures; nothing if it did. */
  const failure = (end = session?.whyApart() ?? null): { failure?: CallFailure } =>
    end && session ? { failure: failureOf(end, session.trace()) } : {};
  const { remote, clear, eventsOf } = createRemote(needs, { failure, finish, keep, shape });
  const own = ownOf(media);

  return {
    remote: readonly(remote),
    quality: quality.quality,
    finish,
    failure,
    keep,
    session: () => session,
    /** The key is chosen, and both have accepted. */
    begin(isAgain: boolean): void {
      const call = current.active();
      if (call === null || call.key === undefined) return;
      const { id: call_id, friend_id, isCaller, key } = call;
      const isPolite = userId() > friend_id;
      const servers = call.servers ?? askIceServers(api, call_id);
      const signals = createSignals(needs, { call_id, friend_id, key }, isSignal);
      const post = (payload: unknown) => send('call_signal', { call_id, payload });
      const parts = { api, clock, platform, newPage, signals, post };
      session?.close();
      const isHidden = settings.hidesAddress();
      const about = { call_id, isCaller, isPolite, servers, isHidden };
      session = createSession(parts, about, own, eventsOf(call));
      current.change(call.no, { phase: isAgain ? 'reconnecting' : 'connecting' });
      keep();
      quality.start();
      session.start(isAgain);
    },
    /** What this device sends of it is another track now. */
    track(kind: MediaKind): void {
      void session?.send(kind, media.track(kind));
      shape();
    },
    tellSending(): void {
      session?.tellSending();
      keep();
    },
  };
};

export type Running = ReturnType<typeof createRunning>;
