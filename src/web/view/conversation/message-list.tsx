// The messages of a conversation, day by day.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { dayOf } from '../../i18n/format';
import type { Item } from '../../model/messages/item';
import { keyOf } from '../../model/messages/item';
import { matesOf } from '../../model/messages/media/album';
import type { Timeline } from '../../model/messages/window/window';
import { MessageItem } from '../message/message';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import { Beginning } from './beginning';
import type { Group } from './groups';
import { byDay, isGrouped, useGroups } from './groups';
import { useJumps } from './jumps';
import { onListKey } from './keyboard';
import type { View } from './scroll';
import { useScroll } from './scroll';
import type { Selection } from './selection';
import { ToEnd } from './to-end';

const near_px = 2_400;
const marked_ms = 1_800;

type Scroll = ReturnType<typeof useScroll>;

/** The messages from which on the friend's key is another one. */
const keyChanges = (items: Item[]): Set<Item> => {
  const sealed = items.filter(({ key_id }) => key_id !== null);
  return new Set(sealed.filter(({ key_id }, at) => at > 0 && key_id !== sealed[at - 1]?.key_id));
};

/** Goes where someone asked to be, as soon as it is loaded, and highlights the message there. */
const usePlace = (friend_id: number, items: Item[], scroll: Scroll) => {
  const {
    screen: { place },
  } = useApp();
  const [marked, setMarked] = useState<number | null>(null);
  const handled = useRef(place.value);
  useLayoutEffect(() => {
    const wanted = place.value;
    if (wanted === handled.current || wanted?.friend_id !== friend_id) return;
    if (wanted.id === 'end') {
      handled.current = wanted;
      scroll.goToEnd();
    } else if (scroll.goTo(`[data-id="${wanted.id}"]`)) {
      handled.current = wanted;
      setMarked(wanted.id);
      scroll.box.current
        ?.querySelector(`[data-id="${wanted.id}"]`)
        ?.closest('.message-item')
        ?.querySelector<HTMLElement>('.bubble')
        ?.focus({ preventScroll: true });
    }
  }, [place.value, items]);
  useEffect(() => {
    if (marked === null) return;
    const timer = setTimeout(() => setMarked(null), marked_ms);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
};

/** Marks what is in view as read, and loads what is near. */
const useReading = (friend_id: number, timeline: Timeline) => {
  const { isCatchingUp, isOnline, pages, receipts } = useApp();
  const { items, isLoading, next_before, next_after, unseen_to } = timeline;
  const [failed, setFailed] = useState<'older' | 'newer' | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const hasOpened = useRef(false);
  const load = (side: 'older' | 'newer') => pages[side](friend_id).catch(() => setFailed(side));
  const onView = ({ last, above_px, below_px, isAtEnd: isNow, isByHand }: View) => {
    // Until the list is scrolled to where the reader left, nothing of it has been seen.
    if (!hasOpened.current) return;
    if (isNow !== isAtEnd) setAtEnd(isNow);
    const seen = items.find((item) => keyOf(item) === last);
    // Whoever sees an album sees all of it.
    if (seen) {
      const up_to = Math.max(...matesOf(items, seen).map(({ id }) => id));
      receipts.saw(friend_id, up_to, isByHand);
    }
    if (failed !== null || isLoading) return;
    if (above_px < near_px && next_before !== null) load('older');
    else if (below_px < near_px && next_after !== null) load('newer');
  };
  const shown = { isWhole: next_after === null, hasUnseen: unseen_to !== null };
  const scroll = useScroll(shown, onView);
  useLayoutEffect(() => {
    if (hasOpened.current || items.length === 0 || isLoading) return;
    hasOpened.current = true;
    scroll.open();
  });
  useEffect(() => {
    if (isOnline.value) setFailed(null);
  }, [isOnline.value]);
  // What is on the screen when all that was missed is here has been seen.
  useLayoutEffect(() => scroll.report(), [isCatchingUp.value]);
  useLayoutEffect(() => {
    const onVisible = () => scroll.report();
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  });
  return { scroll, isAtEnd, failed, tryAgain: () => setFailed(null) };
};

interface Props {
  friend: Friend;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onForward: (items: Item[]) => void;
  selection: Selection;
}

interface DayProps extends Props {
  groups: Group[];
  unread_from: number | null;
  withNewKey: Set<Item>;
  marked: number | null;
  onJump: (from: Item, id: number) => void;
}

const Day = ({ friend, groups, unread_from, withNewKey, marked, ...rest }: DayProps) => {
  const app = useApp();
  const {
    format: { dayName },
  } = app;
  const { selection, ...acts } = rest;
  return (
    <section>
      <h3 class="day">{dayName(groups[0]?.[0].at ?? '')}</h3>
      {groups.map((members, at) => {
        const [item] = members;
        const isFirstUnread = members.some(({ id }) => id > 0 && id === unread_from);
        const isKeyNew = members.some((each) => withNewKey.has(each));
        return (
          <MessageItem
            key={keyOf(item)}
            item={item}
            members={members}
            friend_id={friend.id}
            theirName={nameOf(app, friend)}
            theirFullName={app.naming.inFull(friend)}
            isMarked={members.some(({ id }) => id > 0 && marked === id)}
            isFirstUnread={isFirstUnread}
            isKeyNew={isKeyNew}
            isSelecting={selection.isOn}
            isSelected={selection.isSelected(item)}
            onSelect={selection.select}
            isGrouped={!isFirstUnread && !isKeyNew && isGrouped(groups[at - 1]?.at(-1), item)}
            {...acts}
          />
        );
      })}
    </section>
  );
};

interface StartProps {
  friend: Friend;
  timeline: Timeline;
  name: string;
}

/** Stands above the first message. */
const TimelineStart = ({ friend, timeline, name }: StartProps) => {
  const { t, people } = useApp();
  const { isLoading, next_before, items } = timeline;
  if (isLoading && (next_before !== null || items.length === 0)) {
    return <p class="caption delayed">{t.value.conversation.loading}</p>;
  }
  if (next_before !== null || isLoading) return null;
  const { beginning, beginningOfNotes } = t.value.conversation;
  const text = people.isSelf(friend.id) ? beginningOfNotes : beginning(name);
  return items.length === 0 ? (
    <Beginning friend={friend} text={text} />
  ) : (
    <p class="caption beginning">{text}</p>
  );
};

export const MessageList = ({ friend, ...acts }: Props) => {
  const app = useApp();
  const {
    t,
    conversations: { unreadOf },
    windows: { timelineOf },
  } = app;
  const name = nameOf(app, friend);
  const timeline = timelineOf(friend.id);
  const { items, isLoading, unread_from } = timeline;
  const { scroll, isAtEnd, failed, tryAgain } = useReading(friend.id, timeline);
  const marked = usePlace(friend.id, items, scroll);
  const { onJump, goBack, hasJumped } = useJumps(friend.id, isAtEnd);
  const groups = useGroups(items);
  const withNewKey = keyChanges(items);
  /** Where what did not come is missing. */
  const again = (
    <button type="button" class="small load-again" onClick={tryAgain}>
      {t.value.conversation.loadAgain}
    </button>
  );
  const shared = { friend, unread_from, withNewKey, marked, onJump, ...acts };
  return (
    <div class="message-list-box">
      <div
        ref={scroll.box}
        class="message-list"
        role="log"
        aria-live="off"
        aria-label={t.value.conversation.messagesWith(name)}
        aria-busy={isLoading}
        data-unopened={items.filter(({ trouble }) => trouble !== null).length}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        onScroll={scroll.onScroll}
        onKeyDown={onListKey}
      >
        <div class="message-items">
          {failed === 'older' ? again : null}
          <TimelineStart friend={friend} timeline={timeline} name={name} />
          {byDay(groups).map((day) => (
            <Day key={dayOf(day[0]?.[0].at ?? '')} groups={day} {...shared} />
          ))}
          {failed === 'newer' ? again : null}
        </div>
      </div>
      {isAtEnd ? null : (
        <ToEnd count={unreadOf(friend.id)} hasJumped={hasJumped} onClick={goBack} />
      )}
    </div>
  );
};
