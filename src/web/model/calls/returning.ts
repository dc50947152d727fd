// Going on with a call: at a new socket after the old one was lost, or after a reload of the page.
import type { RejoinAnswer } from '../../../protocol/calls';
import type { Engine } from '../../crypto/engine';
import type { Pins } from '../keys/pins';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { Shape } from '../net/shape';
import { isText, maybe, oneOf, record } from '../net/shape';
import type { Asking } from './asking';
import type { Call, Current } from './current';
import { askIceServers } from './ice-servers';
import type { Media } from './media';
import type { Running } from './running';
import type { StoredCall } from './stored-call';

interface Needs {
  api: Api;
  asking: Asking;
  current: Current;
  engine: Engine;
  media: Media;
  pins: Pins;
  running: Running;
  stored: { read(): StoredCall | null; remove(): void };
  /** False if another tab has this call: this one is a copy of it. */
  hold: (call_id: string) => Promise<boolean>;
}

const isRejoined: Shape<RejoinAnswer> = record<RejoinAnswer>({
  call_id: isText,
  kind: oneOf('voice', 'video'),
  state: oneOf('ringing', 'accepted'),
  device: maybe(isText) as Shape<string>,
});

export const createReturning = (needs: Needs) => {
  const { api, asking, current, engine, media, pins, running, stored, hold } = needs;

  const rejoin = async ({ no, id, device_token }: Call): Promise<void> => {
    // With the call itself: whoever comes back waits for one answer, not for two.
    const servers = running.session()?.servers() ?? Promise.resolve([]);
    try {
      const data = { call_id: id, device_token };
      const { state } = await asking.ask('call_rejoin', data, isRejoined);
      if (!current.isStill(no) || state === 'ringing') return;
      const session = running.session();
      if (session === undefined) return running.begin(current.call.value?.phase !== 'outgoing');
      session.rejoined(servers);
    } catch (error) {
      // Without a connection the next one tries again.
      if (isRefusal(error, 'noSuchCall') && current.isStill(no)) running.finish('lost');
    }
    return undefined;
  };
  /** The same key as before, and still the friend's. */
  const isTrusted = async ({ friend_id, key }: StoredCall): Promise<boolean> => {
    const pin = pins.pinOf(friend_id);
    if (!key) return pin === undefined;
    const key_id = await engine.learn(key.public_key).catch(() => '');
    return key_id === key.key_id && pin?.key_id === key_id;
  };

  return {
    rejoin,
    /** The call that this tab had before a reload. */
    async resume(): Promise<void> {
      const call = stored.read();
      if (call === null) return;
      const { call_id: id, friend_id, kind, isCaller, device_token, key, began_at, sending } = call;
      if (!(await hold(id))) return stored.remove();
      if (current.active() !== null) return;
      const isTheirs = await isTrusted(call);
      const about = { id, friend_id, kind, isCaller, device_token, key, began_at };
      const servers = askIceServers(api, id);
      // A caller who still rang rings on.
      const phase = isCaller && began_at === null ? 'outgoing' : 'reconnecting';
      const begun = current.begin({ ...about, servers, phase });
      if (!isTheirs) return running.finish('keyChanged');
      // They were pressed for in this call.
      void media.openMicrophone(sending.microphone);
      if (sending.camera) void media.turnCamera(true);
      await rejoin(begun);
    },
  };
};
