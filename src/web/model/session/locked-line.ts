// While the app lock is on the page it holds no key, and hears one thing of the server: that a call
// rings. It rings here, and is answered once the page is unlocked, where it rings again.
import { signal } from '@preact/signals';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isFrame } from '../net/frames';
import type { Platform, Socket } from '../platform';
import { readonly } from '../readonly';
import type { LockSettings } from './lock-record';

interface Needs extends Pick<Platform, 'clock' | 'openSocket'> {
  api: Pick<Api, 'post' | 'renew'>;
  push: Pick<Platform['push'], 'tone'>;
}

const again_ms = 5_000;
const tone_every_ms = 2_000;
/** A call that nobody says anything more of is over (the server's own limit is shorter). */
const rings_max_ms = 60_000;

const STARTS: readonly string[] = ['voice_call_invite', 'video_call_invite'];
const ENDS: readonly string[] = ['call_ended', 'call_accepted'];

/** Who calls, as far as its owner lets that be said; null while nobody does. */
interface LockedCall {
  name: string | null;
}

const createRinging = ({ clock, push }: Needs) => {
  const call = signal<LockedCall | null>(null);
  let cancel = () => {};
  let end_ms = 0;
  const ring = (): void => {
    if (clock.now() > end_ms) stop();
    else {
      push.tone();
      cancel = clock.after(tone_every_ms, ring);
    }
  };
  const stop = (): void => {
    cancel();
    call.value = null;
  };
  return {
    call: readonly(call),
    start(name: string | null): void {
      cancel();
      call.value = { name };
      end_ms = clock.now() + rings_max_ms;
      ring();
    },
    stop,
  };
};

export const createLockedLine = (needs: Needs) => {
  const { api, clock, openSocket } = needs;
  const { call, start, stop } = createRinging(needs);
  let socket: Socket | undefined;
  let isWanted = false;
  let callers: LockSettings['callers'] = null;

  const heard = (text: string): void => {
    const frame: unknown = JSON.parse(text);
    if (!isFrame(frame)) return;
    const { type, data } = frame;
    if (STARTS.includes(type)) start(callers?.[Number(data.from_user_id)] ?? null);
    else if (ENDS.includes(type)) stop();
  };
  const connect = async (user_id: number): Promise<void> => {
    if (!isWanted) return;
    try {
      // Without a session nobody is called here.
      if (!(await api.renew())) return;
      const { ticket } = await api.post('/auth/ws-ticket', {}, answers.ticket);
      if (!isWanted) return;
      socket = openSocket(`/ws/${user_id}?token=${encodeURIComponent(ticket)}`, {
        frame: heard,
        closed: () => clock.after(again_ms, () => void connect(user_id)),
      });
    } catch {
      clock.after(again_ms, () => void connect(user_id));
    }
  };
  return {
    call,
    begin(user_id: number, named: LockSettings['callers']): void {
      callers = named;
      if (isWanted) return;
      isWanted = true;
      void connect(user_id);
    },
    end(): void {
      isWanted = false;
      stop();
      socket?.close();
      socket = undefined;
    },
  };
};
