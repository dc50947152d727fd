// One tab of this browser leads: it alone does what must be done once. The next one takes over when
// it closes or crashes (Web Locks), and also when it is frozen: then it does not answer.
import type { Platform } from '../platform';

const ask_every_ms = 15_000;
const answer_within_ms = 5_000;

interface Needs extends Pick<Platform, 'locks' | 'openChannel' | 'clock'> {
  /** What is led. */
  name: string;
  /** This tab leads from now on. */
  leads: () => void;
  /** Another tab took over. */
  lost: () => void;
}

/** The lock: held until the page goes, or until another tab takes it. */
const createHolding = ({ locks, name, leads, lost }: Needs) => {
  let isLeading = false;
  let isOver = false;
  let waiting = new AbortController();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();

  const held = (): Promise<void> => {
    isLeading = true;
    leads();
    return over;
  };
  const follow = (): void => {
    if (isOver) return;
    if (isLeading) lost();
    isLeading = false;
    waiting = new AbortController();
    const { signal } = waiting;
    void locks?.request(name, { signal }, held).then(follow, () => {
      if (!signal.aborted || isLeading) follow();
    });
  };
  return {
    isLeading: (): boolean => isLeading,
    /** Gives once it is known who leads. */
    async begin(): Promise<void> {
      const { promise: known, resolve } = Promise.withResolvers<void>();
      if (locks === undefined) return void held();
      const tried = locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock === null) return resolve();
        const holding = held();
        resolve();
        return holding;
      });
      void tried.then(follow, follow).finally(resolve);
      return known;
    },
    /** From a tab that does not answer. */
    take(): void {
      waiting.abort();
      void locks?.request(name, { steal: true }, held).then(follow, follow);
    },
    stop(): void {
      isOver = true;
      isLeading = false;
      waiting.abort();
      end();
    },
  };
};

export const createLeader = (needs: Needs) => {
  const { openChannel, clock, name } = needs;
  const holding = createHolding(needs);
  const channel = openChannel(name);
  let cancel = () => {};
  let isAnswered = true;

  const later = (ms: number, act: () => void): void => {
    cancel();
    cancel = clock.after(ms, act);
  };
  const ask = (): void => {
    isAnswered = holding.isLeading();
    if (!isAnswered) channel.post({ type: 'who leads' });
    later(answer_within_ms, take);
  };
  const take = (): void => {
    if (!isAnswered && !holding.isLeading()) holding.take();
    later(ask_every_ms, ask);
  };
  channel.listen((message) => {
    const { type } = (message ?? {}) as { type?: string };
    if (type === 'who leads' && holding.isLeading()) channel.post({ type: 'leads' });
    if (type === 'leads') isAnswered = true;
  });

  return {
    isLeading: holding.isLeading,
    async begin(): Promise<void> {
      await holding.begin();
      later(ask_every_ms, ask);
    },
    stop(): void {
      cancel();
      holding.stop();
    },
  };
};

export type Leader = ReturnType<typeof createLeader>;
