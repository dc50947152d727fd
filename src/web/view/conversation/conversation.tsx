import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import type { Item } from '../../model/messages/item';
import { Composer } from '../composer/composer';
import { chooseFiles } from '../composer/sending';
import { isEditable } from '../message/menu';
import { previewText } from '../message/preview';
import { KeyChangedDialog, Warnings } from '../trust/warnings';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';
import { DayDialog } from './day-dialog';
import { Ended } from './ended';
import { Header } from './header';
import { MessageList } from './message-list';

const Safety = lazy(async () => (await import('../people/safety')).Safety);

/** Takes files that are dropped anywhere in the window; true while they are dragged over it. */
const useDrop = (onFiles: (files: Iterable<File>) => void): boolean => {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files');
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      setDragging(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      onFiles(event.dataTransfer?.files ?? []);
    };
    const listeners = { dragover: over, dragleave: leave, drop };
    for (const [name, listen] of Object.entries(listeners)) {
      addEventListener(name, listen as EventListener);
    }
    return () => {
      for (const [name, listen] of Object.entries(listeners)) {
        removeEventListener(name, listen as EventListener);
      }
    };
  }, []);
  return isDragging;
};

/** Reads out each new message once. The list itself is silent, because older pages come into it too. */
const Announcer = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const {
    conversations: { arrived },
  } = app;
  const item = arrived.value;
  return (
    <p class="visually-hidden" aria-live="polite">
      {item?.sender_id === friend.id ? `${friend.username}: ${previewText(app, item)}` : ''}
    </p>
  );
};

export const ConversationPane = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const {
    t,
    account: { me },
    people: { friends },
    windows: { timelineOf },
  } = app;
  const [isSafety, setSafety] = useState(false);
  const [isDay, setDay] = useState(false);
  const [reply, setReply] = useState<Item | null>(null);
  const [edited, setEdited] = useState<Item | null>(null);
  const isFriend = friends.value.some(({ id }) => id === friend.id);
  const isDragging = useDrop((files) => chooseFiles(app, friend.id, files));
  useEffect(() => void Safety.preload().catch(() => {}), []);
  const openSafety = () => setSafety(true);
  const editLast = () => {
    const mine = timelineOf(friend.id).items.filter(({ sender_id }) => sender_id === me.value?.id);
    const last = mine.findLast(({ call }) => call === null);
    if (last && isEditable(app, last)) setEdited(last);
  };
  return (
    <section
      class="conversation"
      aria-label={friend.username}
      data-dropping={isDragging && isFriend}
    >
      <Header friend={friend} onSafety={openSafety} onDay={() => setDay(true)} />
      <Warnings friend={friend} onSafety={openSafety} />
      <MessageList friend={friend} onReply={setReply} onEdit={setEdited} />
      <Announcer friend={friend} />
      {isFriend ? (
        <Composer
          key={edited?.client_id ?? 'new'}
          friend={friend}
          reply={reply}
          edited={edited}
          onDone={() => {
            setReply(null);
            setEdited(null);
          }}
          onEditLast={editLast}
        />
      ) : (
        <Ended friend={friend} />
      )}
      {isDragging && isFriend ? (
        <p class="drop-here">{t.value.conversation.dropHere(friend.username)}</p>
      ) : null}
      <KeyChangedDialog friend={friend} onSafety={openSafety} />
      {isSafety ? (
        <Safety
          friend={friend}
          onClose={() => setSafety(false)}
          onDay={() => {
            setSafety(false);
            setDay(true);
          }}
        />
      ) : null}
      {isDay ? <DayDialog friend_id={friend.id} onClose={() => setDay(false)} /> : null}
    </section>
  );
};
