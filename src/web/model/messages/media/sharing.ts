// What another program of this device shared into the client: it waits, in memory, for whom it is.
import { signal } from '@preact/signals';
import type { Platform, Shared } from '../../platform';
import { readonly } from '../../readonly';
import type { ChosenFiles } from '../chosen-files';
import type { Drafts } from '../drafts';

interface Needs extends Pick<Platform, 'shared'> {
  chosenFiles: Pick<ChosenFiles, 'add'>;
  drafts: Pick<Drafts, 'read' | 'write'>;
}

export const createSharing = ({ shared, chosenFiles, drafts }: Needs) => {
  const waiting = signal<Shared | null>(null);
  // The worker that has it may end any time.
  void shared.then((each) => {
    waiting.value = each;
  });
  return {
    waiting: readonly(waiting),
    dismiss(): void {
      waiting.value = null;
    },
    /** Beside the field of that conversation, to be looked at before it goes. False if it is too much. */
    async give(friend_id: number): Promise<boolean> {
      const given = waiting.value;
      if (given === null) return true;
      waiting.value = null;
      const about = `${friend_id}`;
      const before = (drafts.read(about) ?? '').trim();
      const text = [before, given.text].filter(Boolean).join('\n');
      if (text !== before) await drafts.write(about, text);
      return given.files.length === 0 || chosenFiles.add(friend_id, given.files);
    },
  };
};
