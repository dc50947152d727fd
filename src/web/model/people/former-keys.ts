// A vault of the first edition knows no former keys: those under which a friend's messages are there
// already are taken over, once, with a line that a person can contradict.
import { isSealed, readEnvelope } from '../../crypto/header';
import type { Keys } from '../keys/keys';
import type { HistoryAnswer } from '../net/answers';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import type { Device } from '../store/device';
import type { People } from './people';

interface Needs {
  api: Api;
  device: Device;
  keys: Keys;
  people: People;
  userId: () => number;
}

const page_size = 100;

const peerKeyOf = (content: string, isMine: boolean): string | null => {
  try {
    const { header } = readEnvelope(content);
    return isMine ? header.to_key : header.from_key;
  } catch {
    return null;
  }
};

export const createFormerKeys = ({ api, device, keys, people, userId }: Needs) => {
  const due = () => `former keys due ${userId()}`;

  /** Of all messages with a friend, from the newest back. */
  const keysOf = async (friend_id: number): Promise<Set<string>> => {
    const found = new Set<string>();
    let before: number | null = null;
    do {
      const older: string = before === null ? '' : `&before=${before}`;
      const page: HistoryAnswer = await api.get(
        `/messages/${friend_id}?limit=${page_size}${older}`,
        answers.history,
      );
      for (const { content, is_encrypted, sender_id } of page.messages) {
        if (!is_encrypted || !isSealed(content)) continue;
        const key_id = peerKeyOf(content, sender_id === userId());
        if (key_id !== null) found.add(key_id);
      }
      const next: number | null = page.pagination.next_before;
      // A server that gets no further has nothing more to say.
      before = next !== null && next < (before ?? Number.POSITIVE_INFINITY) ? next : null;
    } while (before !== null);
    return found;
  };

  return {
    /** As the vault was opened: it is done in this visit, or in a later one. */
    async begin(isFirstEdition: boolean): Promise<void> {
      if (isFirstEdition) await device.put(due(), true);
      if (!(await device.get<boolean>(due()))) return;
      await people.loadFriends();
      for (const { id } of people.friends.value) {
        const found = await keysOf(id);
        if (found.size === 0) continue;
        await keys.meet(id);
        await keys.takeOver(id, [...found]);
      }
      await device.remove(due());
    },
  };
};
