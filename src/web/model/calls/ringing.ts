// What is heard of a call, and the screen that stays on for it.
import { effect } from '@preact/signals';
import type { Locks } from '../store/locks';
import type { Call, Current } from './current';
import type { CallPlatform, Tone } from './platform';

interface Needs {
  current: Current;
  locks: Locks;
  platform: CallPlatform;
  /** The person wants to hear nothing now. */
  isQuiet: () => boolean;
}

const AWAKE: Call['phase'][] = ['outgoing', 'connecting', 'running', 'reconnecting'];

export const createRinging = ({ current, locks, platform, isQuiet }: Needs) => {
  let stop = () => {};
  let sleep: (() => void) | null = null;
  let sounding: Tone | null = null;

  const wanted = (call: Call | null): Tone | null => {
    if (call?.phase === 'outgoing' && call.id !== '') return 'ringback';
    return call?.phase === 'incoming' && !isQuiet() ? 'ring' : null;
  };
  /** Of several tabs one rings. */
  const ringOnce = (): (() => void) => {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    let isOver = false;
    void locks.exclusive('chat8 ring', async () => {
      if (isOver) return;
      const silence = platform.play('ring');
      await over;
      silence();
    });
    return () => {
      isOver = true;
      resolve();
    };
  };
  const sound = (tone: Tone | null): void => {
    if (tone === sounding) return;
    stop();
    sounding = tone;
    stop = () => {};
    if (tone === 'ring') stop = ringOnce();
    else if (tone !== null) stop = platform.play(tone);
  };
  const wake = (isAwake: boolean): void => {
    if (isAwake) sleep ??= platform.keepAwake();
    else {
      sleep?.();
      sleep = null;
    }
  };
  const last = (call: Call | null): void => {
    if (call?.phase !== 'ended' || call.was === 'incoming') return;
    platform.play(call.end === 'busy' ? 'busy' : 'over');
  };

  return {
    /** Once for a page. */
    follow(): void {
      let ended = 0;
      effect(() => {
        const call = current.call.value;
        sound(wanted(call));
        wake(call !== null && AWAKE.includes(call.phase));
        if (call?.phase === 'ended' && call.no !== ended) {
          ended = call.no;
          last(call);
        }
      });
    },
  };
};
