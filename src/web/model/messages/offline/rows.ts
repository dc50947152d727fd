// The rows of the list as this device keeps them: each friend, and what is unread; sealed, since they
// hold names.
import type { Friend } from '../../../../protocol/objects';
import type { Engine } from '../../../crypto/engine';
import type { People } from '../../people/people';
import type { KeptChat } from '../../store/offline/schema';
import type { Conversations } from '../conversations';
import type { Arrangements } from '../own-view/arrangements';
import type { Silences } from '../own-view/silences';
import type { HowFarBack, Walked } from './coverage';

export interface Row {
  friend: Friend;
  unread: number;
  /** The id up to which that is; an earlier build did not keep it. */
  counted_to?: number;
  /** An earlier build did not keep it. */
  muted_until?: string | null;
  /** Or only somebody one once talked with. */
  isFriend: boolean;
}

interface Needs {
  engine: Engine;
  people: People;
  conversations: Conversations;
  arrangements: Pick<Arrangements, 'of'>;
  silences: Silences;
}

/** Whether somebody is there is known only while there is a connection. */
const nobody = { status: 'offline', last_seen: '1970-01-01T00:00:00.000Z' } as const;

const rowOf = (text: string | null): Row | null => (text === null ? null : JSON.parse(text));

export const readRows = async (
  engine: Engine,
  kept: KeptChat[],
): Promise<{ row: Row; walked: Walked }[]> => {
  const texts = await engine.openKept(kept.map(({ sealed }) => sealed));
  return kept.flatMap(({ walked }, at) => {
    const row = rowOf(texts[at] ?? null);
    return row ? [{ row, walked }] : [];
  });
};

export const createRows = (needs: Needs) => {
  const { arrangements, engine, people, conversations, silences } = needs;
  /** As they were written last. */
  let written = new Map<number, string>();

  const now = (): Map<number, string> => {
    const friends = people.friends.value.map((friend): Row => {
      return { friend, unread: 0, isFriend: true };
    });
    const listed = conversations.summaries().map(({ friend, counted, counted_to }): Row => {
      const known = people.friendOf(friend.id);
      const isFriend = known !== undefined;
      return { friend: known ?? friend, unread: counted, counted_to, isFriend };
    });
    const rows = [...friends, ...listed].map((row) => ({
      ...row,
      friend: { ...row.friend, ...nobody, ...arrangements.of(row.friend.id) },
      muted_until: silences.mutedUntil(row.friend.id),
    }));
    return new Map(rows.map((row) => [row.friend.id, JSON.stringify(row)]));
  };

  return {
    /**
     * What changed since, sealed; those that are gone are named. `walked` is of the batch: while the rows are
     * sealed more may come.
     */
    async changed(walked: HowFarBack): Promise<{ chats: KeptChat[]; goneChats: number[] }> {
      if (!conversations.isLoaded.value) return { chats: [], goneChats: [] };
      const rows = now();
      const nameOf = (id: number, text: string) => `${walked[id] ?? null} ${text}`;
      const fresh = [...rows].filter(([id, text]) => written.get(id) !== nameOf(id, text));
      const sealed = await engine.sealKept(fresh.map(([, text]) => text));
      const chats = fresh.flatMap(([friend_id], at): KeptChat[] => {
        const one = sealed[at];
        return one ? [{ friend_id, walked: walked[friend_id] ?? null, sealed: one }] : [];
      });
      const goneChats = [...written.keys()].filter((id) => !rows.has(id));
      written = new Map([...rows].map(([id, text]) => [id, nameOf(id, text)]));
      return { chats, goneChats };
    },
    forget(): void {
      written = new Map();
    },
    /** Of those that lie there already. */
    knows(friend_ids: number[]): void {
      for (const id of friend_ids) if (!written.has(id)) written.set(id, '');
    },
  };
};

export type Rows = ReturnType<typeof createRows>;
