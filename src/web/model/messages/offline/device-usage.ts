// What this device keeps of each person, in bytes, and how room is made again: what goes is still on
// the server, and comes back when it is looked at.
import type { Offline } from '../../store/offline/offline';
import type { OfflineStore } from '../../store/offline/store';
import type { Coverage } from './coverage';

export interface PersonUsage {
  friend_id: number;
  messages: number;
  /** Texts and files together. */
  bytes: number;
  /** Of the files that are kept here. */
  file_bytes: number;
}

interface Needs {
  coverage: Pick<Coverage, 'all'>;
  offline: Offline;
}

const page_messages = 1_000;
/** What a message takes beside its content, about. */
const row_bytes = 400;

/** All that is kept of one conversation, a slice at a time. */
async function* keptOf(store: OfflineStore, friend_id: number) {
  let after = 0;
  for (;;) {
    const messages = await store.next(friend_id, { after, limit: page_messages });
    yield* messages;
    const last = messages.at(-1);
    if (last === undefined || messages.length < page_messages) return;
    after = last.id;
  }
}

export const createDeviceUsage = ({ coverage, offline }: Needs) => ({
  /** The largest first; of whom nothing is kept is not in it. */
  async byPerson(): Promise<PersonUsage[]> {
    const store = offline.store();
    if (store === null) return [];
    const sizes = await store.fileSizes();
    const all: PersonUsage[] = [];
    for (const friend_id of Object.keys(coverage.all.value).map(Number)) {
      const usage: PersonUsage = { friend_id, messages: 0, bytes: 0, file_bytes: 0 };
      for await (const { message, sealed, file_id } of keptOf(store, friend_id)) {
        usage.messages += 1;
        usage.bytes += message.content.length + (sealed?.sealed.byteLength ?? 0) + row_bytes;
        usage.file_bytes += sizes.get(file_id ?? '') ?? 0;
      }
      usage.bytes += usage.file_bytes;
      if (usage.messages > 0) all.push(usage);
    }
    return all.sort((a, b) => b.bytes - a.bytes);
  },
  /** Its files, which are what takes room. */
  async free(friend_id: number): Promise<void> {
    const store = offline.store();
    if (store === null) return;
    const ids: string[] = [];
    for await (const { file_id } of keptOf(store, friend_id)) if (file_id) ids.push(file_id);
    await store.removeFiles(ids);
  },
});
