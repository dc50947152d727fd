// Earlier builds saved drafts and unsent messages in localStorage, which a killed browser loses. They
// are migrated once, under the lock of the outbox, because a tab of such a build may be open.
import { readEnvelope } from '../../../crypto/header';
import type { LocalStore } from '../../store/local-store';
import type { Locks } from '../../store/locks';
import type { UnsentStore } from '../../store/unsent-store';
import { lockOf } from './outbox';
import type { Outgoing } from './outgoing';
import { earlierName } from './waiting';

interface Needs {
  locks: Locks;
  localStore: LocalStore;
  unsentStore: UnsentStore;
}

type Earlier = Omit<Outgoing, 'sealed' | 'file'> & { content?: string };

const outgoingOf = ({ content, ...rest }: Earlier): Outgoing => {
  if (content === undefined) return rest;
  const key_id = readEnvelope(content).header.to_key;
  return { ...rest, sealed: { content, mid: rest.client_id, key_id } };
};

const read = (text: string | null): Earlier | null => {
  try {
    return JSON.parse(text ?? 'null') as Earlier | null;
  } catch {
    return null;
  }
};

/** Those that this browser can't keep elsewhere stay where they are, and are sent all the same. */
export const migrateEarlier = async (
  { locks, localStore, unsentStore }: Needs,
  user_id: number,
) => {
  const names = (prefix: string) => localStore.names().filter((name) => name.startsWith(prefix));
  const outbox = names(earlierName(user_id, ''))
    .map((name) => ({ name, earlier: read(localStore.get(name)) }))
    .sort((a, b) => Date.parse(a.earlier?.at ?? '') - Date.parse(b.earlier?.at ?? ''));
  for (const { name, earlier } of outbox) {
    if (earlier === null) continue;
    await locks.exclusive(lockOf(user_id, earlier.receiver_id), async () => {
      // Read again: the other tab may have sealed it meanwhile, or sent it.
      const now = read(localStore.get(name));
      if (now === null) return;
      const { isSaved } = await unsentStore.add(now.client_id, outgoingOf(now));
      if (isSaved) localStore.remove(name);
    });
  }
  const drafts = names(`draft ${user_id} `);
  const known = new Map(await unsentStore.allDrafts());
  for (const name of drafts) {
    const about = name.slice(`draft ${user_id} `.length);
    const [text, here] = [localStore.get(name) ?? '', known.get(about)];
    // Neither of two is lost.
    const both = here === undefined || here === text ? text : `${here}\n${text}`;
    if (await unsentStore.putDraft(about, both)) localStore.remove(name);
  }
};
