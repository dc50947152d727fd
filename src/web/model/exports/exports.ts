// Taking conversations along: what is being done, and how it ended. The code that does it is loaded
// when somebody asks for it.
import { signal } from '@preact/signals';
import type { Person } from '../../../protocol/objects';
import type { Platform } from '../platform';
import { readonly } from '../readonly';
import type { Update } from '../ui/update';
import type { Rendering } from './record';
import type { Progress, RunNeeds, Taken } from './run';
import type { Saving } from './saving';

export type ExportState =
  | ({ phase: 'running' } & Progress)
  | ({ phase: 'done' } & Taken)
  /** Nothing was left that looks whole. */
  | { phase: 'failed'; error: unknown };

interface Needs extends RunNeeds, Pick<Platform, 'openSaving' | 'tab'> {
  update: Pick<Update, 'hold'>;
}

interface Asked {
  /** All conversations, if it is null. */
  only: Person | null;
  /** Of the file, without its ending. */
  name: string;
  load: () => Promise<Rendering>;
}

const NOTHING: Progress = { conversation: 0, conversations: 0, messages: 0, total: 0, bytes: 0 };

export const createExports = (needs: Needs) => {
  const { openSaving, tab, update } = needs;
  const state = signal<ExportState | null>(null);
  let stop = new AbortController();
  const isRunning = (): boolean => state.value?.phase === 'running';
  tab.onClose(isRunning);

  const progress = (change: Partial<Progress>): void => {
    if (state.value?.phase === 'running') state.value = { ...state.value, ...change };
  };
  const run = async ({ only, name, load }: Asked, saving: Saving): Promise<Taken> => {
    const [{ runExport }, rendering] = await Promise.all([import('./run'), load()]);
    return runExport(needs, { only, name, rendering, saving, signal: stop.signal, progress });
  };

  return {
    /** Null while there is nothing to say. */
    state: readonly(state),
    isRunning,
    /**
     * Right after a press, since the browser may ask where to. It goes on by itself; one at a time.
     * @throws AbortError if the person wants none
     */
    async start(asked: Asked): Promise<void> {
      if (isRunning()) return;
      const saving = await openSaving(asked.name);
      stop = new AbortController();
      state.value = { phase: 'running', ...NOTHING };
      const release = update.hold();
      void run(asked, saving)
        .then(
          (taken) => {
            state.value = { phase: 'done', ...taken };
          },
          (error) => {
            state.value = stop.signal.aborted ? null : { phase: 'failed', error };
          },
        )
        .finally(release);
    },
    /** What was written is removed. */
    stop: (): void => stop.abort(),
    dismiss(): void {
      if (!isRunning()) state.value = null;
    },
  };
};
