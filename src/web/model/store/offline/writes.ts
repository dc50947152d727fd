// Tells every tab of this browser what one of them wrote to what is kept: a search that is shown follows,
// and forgets the texts that were replaced.
import type { Channel, Platform } from '../../platform';
import type { BlockKey } from './schema';

export interface Write {
  /** Blocks of texts that were replaced or removed; null if all of them were. */
  blocks: BlockKey[] | null;
}

interface Listeners {
  wrote(write: Write): void;
  /** Somebody could not open this block; the tab that leads makes it again. */
  lost(key: BlockKey): void;
}

type Told = ({ type: 'wrote' } & Write) | { type: 'lost'; key: BlockKey };

export const createWrites = ({ openChannel }: Pick<Platform, 'openChannel'>) => {
  const listeners: Partial<Listeners> = {};
  let channel: Channel | undefined;

  const hear = (told: Told): void => {
    if (told.type === 'wrote') listeners.wrote?.(told);
    else listeners.lost?.(told.key);
  };
  const tell = (told: Told): void => {
    channel?.post(told);
    hear(told);
  };
  return {
    /** From now on for the store of this person. */
    begin(user_id: number): void {
      channel = openChannel(`chat8 written ${user_id}`);
      channel.listen((told) => hear(told as Told));
    },
    listen<Name extends keyof Listeners>(name: Name, act: Listeners[Name]): void {
      listeners[name] = act;
    },
    wrote: (blocks: Write['blocks']): void => tell({ type: 'wrote', blocks }),
    lost: (key: BlockKey): void => tell({ type: 'lost', key }),
  };
};
