import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import type { Item } from '../../model/messages/item';
import { Composer } from '../composer/composer';
import { chooseFiles } from '../composer/sending';
import { isEditable } from '../message/menu';
import { previewText } from '../message/preview';
import { later } from '../ui/later';
import { useApp } from '../ui/use-app';
import { Ended } from './ended';
import { Head } from './header';
import { Messages } from './messages';
import { KeyQuestion, Lines } from './warnings';

const Safety = later(async () => (await import('../people/safety')).Safety);

/** Files let fall anywhere in the window; true while they hang over it. */
const useDrop = (onFiles: (files: Iterable<File>) => void): boolean => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files');
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
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
  return isOver;
};

/** What comes is said, once: the log itself is silent, for pages come into it as well. */
const Said = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const {
    conversations: { arrived },
  } = app;
  const item = arrived.value;
  return (
    <p class="unseen" aria-live="polite">
      {item?.sender_id === friend.id ? `${friend.username}: ${previewText(app, item)}` : ''}
    </p>
  );
};

export const Chat = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const {
    t,
    account: { me },
    people: { friends },
    windows: { historyOf },
  } = app;
  const [isSafety, setSafety] = useState(false);
  const [reply, setReply] = useState<Item | null>(null);
  const [edited, setEdited] = useState<Item | null>(null);
  const isFriend = friends.value.some(({ id }) => id === friend.id);
  const isOver = useDrop((files) => chooseFiles(app, friend.id, files));
  useEffect(() => void Safety.preload().catch(() => {}), []);
  const openSafety = () => setSafety(true);
  const editLast = () => {
    const mine = historyOf(friend.id).items.filter(({ sender_id }) => sender_id === me.value?.id);
    const last = mine?.at(-1);
    if (last && isEditable(app, last)) setEdited(last);
  };
  return (
    <section class="chat" aria-label={friend.username} data-dropping={isOver && isFriend}>
      <Head friend={friend} onSafety={openSafety} />
      <Lines friend={friend} onSafety={openSafety} />
      <Messages friend={friend} onReply={setReply} onEdit={setEdited} />
      <Said friend={friend} />
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
          onLast={editLast}
        />
      ) : (
        <Ended friend={friend} />
      )}
      {isOver && isFriend ? (
        <p class="drop-here">{t.value.conversation.dropHere(friend.username)}</p>
      ) : null}
      <KeyQuestion friend={friend} onSafety={openSafety} />
      {isSafety ? <Safety friend={friend} onClose={() => setSafety(false)} /> : null}
    </section>
  );
};
