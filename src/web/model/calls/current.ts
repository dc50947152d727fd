// The one call of this page, as it is shown.
import { signal } from '@preact/signals';
import type { CallEnd, CallKind } from '../../../protocol/objects';
import type { PeerKey } from '../keys/keys';
import type { Clock } from '../platform';
import { readonly } from '../readonly';
import type { IceServer } from './platform';
import type { SessionEnd, Trace } from './trace';
import type { MediaTrouble } from './trouble';

type Phase = 'outgoing' | 'incoming' | 'connecting' | 'running' | 'reconnecting' | 'ended';

export type EndReason =
  | CallEnd
  | SessionEnd
  | 'busy'
  /** The server does not know it any more. */
  | 'lost'
  /** The invitation did not get there. */
  | 'notSent'
  | 'tooMany'
  | 'notFriends'
  | 'noMicrophone';

export interface Call {
  /** Which call of this page it is. */
  no: number;
  /** '' until the server has named it. */
  id: string;
  friend_id: number;
  kind: CallKind;
  isCaller: boolean;
  phase: Phase;
  device_token: string;
  /** Null for a friend without a key; undefined until it was chosen. */
  key?: PeerKey | null | undefined;
  servers?: Promise<IceServer[]> | undefined;
  /** Accepting was pressed, and its answer is on the way. */
  isAccepting: boolean;
  /** Why no microphone could be had before the call. */
  trouble?: MediaTrouble | undefined;
  /** What it met on its way, once it is over. */
  trace?: Trace | undefined;
  /** When the two first heard each other (ms); null before. */
  began_at: number | null;
  ended_at: number | null;
  /** What it was until it ended, and why it ended. */
  was?: Phase;
  end: EndReason | null;
}

type Fresh = Pick<Call, 'friend_id' | 'kind' | 'isCaller' | 'phase'> & Partial<Call>;

const shown_ms = 3_000;
/** With something to do about it. */
const shown_long_ms = 20_000;

const isLong = (end: EndReason, was: Phase): boolean =>
  was !== 'incoming' && end !== 'hangup' && end !== 'cancelled';

export const createCurrent = (clock: Clock) => {
  const call = signal<Call | null>(null);
  let count = 0;
  let cancelClose = () => {};

  const isStill = (no: number): boolean => call.value?.no === no && call.value.phase !== 'ended';
  return {
    call: readonly(call),
    isStill,
    /** The call that is not over. */
    active: (): Call | null => (call.value?.phase === 'ended' ? null : call.value),
    begin(fresh: Fresh): Call {
      cancelClose();
      count += 1;
      const rest = { id: '', device_token: '', isAccepting: false };
      const begun = { ...rest, began_at: null, ended_at: null, end: null, ...fresh, no: count };
      call.value = begun;
      return begun;
    },
    /** Does nothing once that call is over. */
    change(no: number, change: Partial<Call>): void {
      if (call.value && isStill(no)) call.value = { ...call.value, ...change };
    },
    end(no: number, end: EndReason, about: Pick<Call, 'trouble' | 'trace'> = {}): void {
      if (!call.value || !isStill(no)) return;
      const was = call.value.phase;
      call.value = { ...call.value, phase: 'ended', was, end, ended_at: clock.now(), ...about };
      cancelClose = clock.after(isLong(end, was) ? shown_long_ms : shown_ms, () => {
        call.value = null;
      });
    },
    /** What it ended with was read. */
    dismiss(): void {
      if (call.value?.phase !== 'ended') return;
      cancelClose();
      call.value = null;
    },
  };
};

export type Current = ReturnType<typeof createCurrent>;
