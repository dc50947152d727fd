// An open conversation: its head, its messages and the composer, or the page of the person.
import type { Dispatch, StateUpdater } from 'preact/hooks';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import type { Item } from '../../model/messages/item';
import { otherOf } from '../../model/messages/item';
import { Composer } from '../composer/composer';
import { chooseFiles } from '../composer/sending';
import { isEditable } from '../message/menu/menu';
import { previewText } from '../message/preview';
import { LifetimeLine } from '../people/lifetime';
import { KeyChangedDialog, Warnings } from '../trust/warnings';
import { lazy } from '../ui/lazy';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import { DayDialog } from './day-dialog';
import { Ended } from './ended';
import { Header } from './header';
import { MessageList } from './message-list';
import type { Selection } from './selection';
import { SelectionBar, useSelection } from './selection';

const Forward = lazy(async () => (await import('../message/forward/forward')).Forward);
const PersonPage = lazy(async () => (await import('../people/person/person')).PersonPage);

/** Takes files that are dropped anywhere in the window; true while they are dragged over it. */
const useDrop = (onFiles: (files: Iterable<File>) => void): boolean => {
  const [isDragging, setDragging] = useState(false);
  useLayoutEffect(() => {
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
  const { labelled } = app.t.value.ui;
  return (
    <p class="visually-hidden" aria-live="polite">
      {item?.sender_id === friend.id ? (
        // The same words once more are another message.
        <span key={item.id}>{labelled(nameOf(app, friend), previewText(app, item))}</span>
      ) : null}
    </p>
  );
};

interface FootProps {
  friend: Friend;
  writing: ReturnType<typeof useWriting>;
  selection: Selection;
  onForward: (items: Item[]) => void;
}

/** The message that is answered or edited. */
const useWriting = (friend: Friend) => {
  const app = useApp();
  const {
    account: { me, userId },
    overlays,
    quotes,
    windows: { timelineOf },
  } = app;
  const [reply, setReply] = useState<Item | null>(null);
  const [edited, setEdited] = useState<Item | null>(null);
  const asked = overlays.reply.value;
  useEffect(() => {
    if (asked === null || otherOf(asked, userId()) !== friend.id) return;
    setReply(asked);
    overlays.replyTaken();
  }, [asked]);
  /** What has gone meanwhile is neither quoted nor edited, and what was edited elsewhere is that. */
  const asItIs = (item: Item | null) => item && quotes.asItIs(item);
  return {
    reply: asItIs(reply),
    edited: asItIs(edited),
    setReply,
    setEdited,
    /** What is answered or edited now; another one that was chosen since stays. */
    onDone() {
      setReply((now) => (now === reply ? null : now));
      setEdited((now) => (now === edited ? null : now));
    },
    onEditLast() {
      const { items } = timelineOf(friend.id);
      const mine = items.filter(({ sender_id }) => sender_id === me.value?.id);
      const last = mine.findLast(({ call }) => call === null);
      if (last && isEditable(app, last)) setEdited(last);
    },
  };
};

/** What is written next, or done with what is selected; or why nothing can be written. */
const Foot = ({ friend, writing, selection, onForward }: FootProps) => {
  const { people } = useApp();
  if (selection.isOn) {
    return <SelectionBar friend={friend} selection={selection} onForward={onForward} />;
  }
  if (!people.contactOf(friend.id)) return <Ended friend={friend} />;
  const { reply, edited, onDone, onEditLast } = writing;
  return (
    <Composer
      key={edited?.client_id ?? 'new'}
      friend={friend}
      reply={reply}
      edited={edited}
      onDone={onDone}
      onEditLast={onEditLast}
    />
  );
};

type Asked = 'person' | 'safety' | 'day' | Item[] | null;

interface DialogsProps {
  friend: Friend;
  asked: Asked;
  setAsked: Dispatch<StateUpdater<Asked>>;
  onForwarded: () => void;
}

const Dialogs = ({ friend, asked, setAsked, onForwarded }: DialogsProps) => {
  // What is done only once an answer comes closes nothing else that is open by then.
  const onClose = () => setAsked((now) => (now === asked ? null : now));
  const done = () => {
    onClose();
    onForwarded();
  };
  if (asked === null) return null;
  if (asked === 'day') return <DayDialog friend_id={friend.id} onClose={onClose} />;
  if (asked === 'person' || asked === 'safety') {
    const onDay = () => setAsked('day');
    const isComparing = asked === 'safety';
    return <PersonPage friend={friend} isComparing={isComparing} onClose={onClose} onDay={onDay} />;
  }
  return <Forward items={asked} onClose={onClose} onDone={done} />;
};

export const ConversationPane = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, people } = app;
  const [asked, setAsked] = useState<Asked>(null);
  const writing = useWriting(friend);
  const selection = useSelection(friend.id);
  const canWrite = people.contactOf(friend.id) !== undefined;
  const isDragging = useDrop((files) => chooseFiles(app, friend.id, files));
  useEffect(() => void PersonPage.preload().catch(() => {}), []);
  const openSafety = () => setAsked('safety');
  const openPerson = () => setAsked('person');
  return (
    <section
      class="conversation"
      aria-label={nameOf(app, friend)}
      data-dropping={isDragging && canWrite}
    >
      <Header friend={friend} onPerson={openPerson} />
      <Warnings friend={friend} onSafety={openSafety} />
      <MessageList
        friend={friend}
        onReply={writing.setReply}
        onEdit={writing.setEdited}
        onForward={setAsked}
        selection={selection}
      />
      <Announcer friend={friend} />
      <LifetimeLine friend={friend} onOpen={openPerson} />
      <Foot friend={friend} writing={writing} selection={selection} onForward={setAsked} />
      {isDragging && canWrite ? (
        <p class="drop-here">{t.value.conversation.dropHere(nameOf(app, friend))}</p>
      ) : null}
      <KeyChangedDialog friend={friend} onSafety={openSafety} />
      <Dialogs friend={friend} asked={asked} setAsked={setAsked} onForwarded={selection.end} />
    </section>
  );
};
