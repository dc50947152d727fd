// Changing messages: editing, deleting, reacting, marking as read; without a connection later, in the
// order in which it was done.
import type { Message } from '../../../protocol/objects';
import { newMid } from '../../crypto/mid';
import type { Notices } from '../keys/notices';
import type { Sealer } from '../keys/sealer';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isPassing, isRefusal } from '../net/api-error';
import type { Clock, Tab } from '../platform';
import { createBackOff } from '../store/back-off';
import type { ChangeQueue } from './change-queue';
import type { Item } from './item';
import { otherOf } from './item';
import type { Send } from './offline/change-sending';
import type { Pending, PendingOf } from './offline/pending';
import type { PendingChanges } from './offline/pending-changes';
import { createWaitingEdits } from './offline/waiting-edits';
import type { MessageTable } from './table';
import { createRemoving } from './undo/removing';
import type { HistoryPages } from './window/pages';
import type { Windows } from './window/window';

interface Needs {
  api: Api;
  clock: Clock;
  changes: ChangeQueue;
  isAway: () => boolean;
  notices: Notices;
  pages: HistoryPages;
  pendingChanges: PendingChanges;
  sealer: Sealer;
  tab: Tab;
  table: MessageTable;
  userId: () => number;
  windows: Pick<Windows, 'insert'>;
}

/** Nobody waits for ever for a server that hangs. */
const answer_within_ms = 30_000;

/** What each change asks of the server. */
const createSending = ({ api, changes, pages, sealer, table }: Needs) => {
  const signal = () => AbortSignal.timeout(answer_within_ms);
  const answered = async (act: () => Promise<Message>): Promise<void> => {
    const asked = table.now();
    await changes.apply({ type: 'message', message: await act(), isNew: false, asked });
  };
  const put = (id: number, body: object) =>
    api.ask('PUT', `/messages/${id}`, answers.message, { body, signal: signal() });

  const edit = async (
    { id, friend_id, body, mid, edits, sealed }: PendingOf<'edit'>,
    keep: Parameters<Send>[1],
  ): Promise<void> => {
    if (edits === null) {
      // That it was never sealed is the server's word.
      await sealer.mustBePlain(friend_id);
      return answered(() => put(id, { content: body.text, client_id: mid }));
    }
    // What was sealed stays sealed, whatever the server says of keys.
    const plain = { to: friend_id, type: 'text', body, mid, edits, mustSeal: true };
    const post = (as: { content: string; mid: string } | null) =>
      put(id, { content: as?.content, client_id: as?.mid });
    return answered(() => sealer.deliver({ plain, sealed, keep, post }));
  };
  /** One that is gone already was deleted elsewhere, or the answer was lost. */
  const unlessGone = (otherwise: () => Promise<unknown>) => (error: unknown) => {
    if (isRefusal(error, 'noSuchMessage')) return otherwise();
    throw error;
  };
  const removeOne = (id: number) => api.remove(`/messages/${id}`).catch(unlessGone(async () => {}));
  const removeEach = async (ids: number[]): Promise<void> => {
    for (const id of ids) await removeOne(id);
  };
  const remove = async ({ ids, friend_id }: PendingOf<'remove'>): Promise<void> => {
    if (ids.length === 1) await removeEach(ids);
    // All or none: if one of them is gone, the others go one by one.
    else await api.post('/messages/delete', { ids }).catch(unlessGone(() => removeEach(ids)));
    for (const id of ids) {
      if (!(await changes.apply({ type: 'deleted', friend_id, id }))) await pages.loadList();
    }
  };
  return async (change: Pending, keep: Parameters<Send>[1]): Promise<void> => {
    switch (change.type) {
      case 'edit':
        return edit(change, keep);
      case 'remove':
        return remove(change);
      case 'read':
        await api.put(`/conversations/${change.friend_id}/read`, { up_to: change.up_to });
        return undefined;
      case 'react': {
        const path = `/messages/${change.id}/reactions/${encodeURIComponent(change.emoji)}`;
        const method = change.isOn ? 'PUT' : 'DELETE';
        return answered(() => api.ask(method, path, answers.message, { signal: signal() }));
      }
    }
  };
};

/** Tells the server what waits, with each connection, and again if that fails while there is one. */
const createTelling = (needs: Needs, send: Send) => {
  const { changes, clock, isAway, notices, pages, pendingChanges, windows } = needs;
  const { goesOn } = createWaitingEdits(needs);
  /** What counts as deleted here, and is not, is shown as before. */
  const bringBack = async ({ friend_id, ids }: PendingOf<'remove'>): Promise<void> => {
    for (const id of ids) {
      await changes.apply({ type: 'undeleted', friend_id, id });
      await pages.page(friend_id, { before: id + 1 }, 1, (entries) => {
        for (const entry of entries) windows.insert(friend_id, entry);
      });
    }
    await pages.loadList();
  };
  let isDue = false;
  const again = createBackOff(clock, () => {
    isDue = false;
    if (!isAway()) void tellChanges().catch(() => {});
  });
  const tellSoon = (): void => {
    if (isDue || isAway() || pendingChanges.isEmpty()) return;
    isDue = true;
    again.later();
  };
  const tellChanges = async (): Promise<void> => {
    const refused: Pending[] = [];
    const tell: Send = async (change, keep) => {
      if (change.type === 'edit' && !(await goesOn(change))) return notices.tell('editOvertaken');
      await send(change, keep).catch((error) => {
        if (!isPassing(error)) refused.push(change);
        throw error;
      });
    };
    if (await pendingChanges.flush(tell)) notices.tell('changeRefused');
    tellSoon();
    for (const change of refused) {
      if (change.type === 'remove') await bringBack(change).catch(() => {});
    }
  };
  return { tellChanges, tellSoon };
};

/** What is done to one message, one after the other: an edit goes on from the one before it. */
const createQueues = () => {
  const last = new Map<number, Promise<void>>();
  return (id: number, act: () => Promise<void>): Promise<void> => {
    const done = (last.get(id) ?? Promise.resolve()).then(act, act);
    last.set(id, done);
    const forget = () => void (last.get(id) === done && last.delete(id));
    done.then(forget, forget);
    return done;
  };
};

/** What is told to nobody any more, and said to whoever did it. */
const createDropping = ({ notices, pendingChanges }: Needs) => {
  const said = async (dropping: Promise<boolean>): Promise<void> => {
    if (await dropping) notices.tell('changeRefused');
  };
  return {
    /** The server's data is another: what named a message by its id may name another one now. */
    restored: (): Promise<void> => said(pendingChanges.restored()),
    /** A friend's new key was refused. */
    declineEdits: (friend_id: number): Promise<void> => said(pendingChanges.decline(friend_id)),
  };
};

export const createOwnEdits = (needs: Needs) => {
  const { changes, clock, isAway, pendingChanges, table, userId } = needs;
  const send = createSending(needs);
  const inOrder = createQueues();
  const { tellChanges, tellSoon } = createTelling(needs, send);
  // The tab that made the change may be closed before it is told.
  pendingChanges.onElsewhere(tellSoon);

  const later = async (change: Pending): Promise<void> => {
    await pendingChanges.add(change);
    tellSoon();
    const { friend_id } = change;
    if (change.type === 'remove') {
      for (const id of change.ids) await changes.apply({ type: 'deleted', friend_id, id });
    }
    if (change.type !== 'read') return;
    const read_at = new Date(clock.now()).toISOString();
    await changes.apply({ ...change, type: 'read', reader_id: userId(), read_at });
  };
  /** Now, or as soon as there is a connection. @throws why the server refuses it */
  const act = async (change: Pending): Promise<void> => {
    if (isAway() || !pendingChanges.isEmpty()) return later(change);
    try {
      await send(change, async (sealed) => {
        // A retry sends the same bytes.
        if (change.type === 'edit') change.sealed = sealed;
      });
    } catch (error) {
      if (!isPassing(error)) throw error;
      await later(change);
    }
  };
  const edit = (item: Item, text: string): Promise<void> => {
    // Perhaps another device has edited it since this one began to, or an edit of this one waits.
    const now = pendingChanges.applied(table.entryById(item.id)?.item ?? item);
    const { id, isSealed, reply_to, reply_mid, mid: from, rev, isForwarded, expires_in } = now;
    const body = {
      text,
      at: clock.now(),
      rev: rev + 1,
      ...(reply_to ? { reply_to } : {}),
      ...(reply_mid ? { reply_mid } : {}),
      ...(isForwarded ? { forwarded: true as const } : {}),
      ...(expires_in === null ? {} : { expires_in }),
    };
    const friend_id = otherOf(item, userId());
    const edits = isSealed ? item.client_id : null;
    const at = new Date(clock.now()).toISOString();
    return act({ type: 'edit', friend_id, id, body, mid: newMid(), edits, from, at });
  };

  return {
    edit: (item: Item, text: string): Promise<void> => inOrder(item.id, () => edit(item, text)),
    removeMessage: (item: Pick<Item, 'id' | 'sender_id' | 'receiver_id'>): Promise<void> =>
      act({ type: 'remove', friend_id: otherOf(item, userId()), ids: [item.id] }),
    react(item: Item, emoji: string): Promise<void> {
      const mine = item.reactions.find((each) => each.emoji === emoji);
      const isOn = !(mine?.user_ids.includes(userId()) ?? false);
      const friend_id = otherOf(item, userId());
      return inOrder(item.id, () => act({ type: 'react', friend_id, id: item.id, emoji, isOn }));
    },
    /** Read up to there, without a connection. */
    markLater: (friend_id: number, up_to: number): Promise<void> =>
      later({ type: 'read', friend_id, up_to }),
    tellChanges,
    ...createDropping(needs),
    ...createRemoving(needs, tellChanges),
  };
};

export type OwnEdits = ReturnType<typeof createOwnEdits>;
