import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../realtime/views';
import { app } from '../model/app';
import { isKeyChanged } from '../model/keys';
import { trim } from '../model/log';
import type { Item } from '../model/state';
import { friends, histories, peerKeys, pins, typing } from '../model/state';
import { dayName, dayOf, shortTime } from '../words/time';
import { attempt, w } from '../words/words';
import { Avatar } from './avatar';
import { Bubble } from './bubble';
import { Composer } from './composer';
import { Icon, IconButton } from './icon';
import { Safety } from './safety';

const presence = (friend: Friend): string => {
  if ((typing.value[friend.id] ?? 0) > Date.now()) return w.value.typing;
  if (friend.status === 'online') return w.value.online;
  if (friend.status === 'away') return w.value.away;
  return w.value.lastSeen(shortTime(friend.last_seen));
};

const Head = ({ friend, onSafety }: { friend: Friend; onSafety: () => void }) => {
  const isSealed = Boolean(peerKeys.value[friend.id]);
  const isVerified = pins.value[friend.id]?.verified === true && !isKeyChanged(friend.id);
  return (
    <header class="bar">
      <IconButton
        icon="back"
        kind="only-narrow"
        label={w.value.back}
        onClick={() => attempt(() => app.chat.open(null))}
      />
      <Avatar person={friend} status={friend.status} />
      <div class="bar-title">
        <h2>{friend.username}</h2>
        <p class="presence-line">{presence(friend)}</p>
      </div>
      <IconButton
        icon={isSealed ? 'lock' : 'open'}
        kind={isVerified ? 'verified' : ''}
        label={isVerified ? `${w.value.sealed} · ${w.value.verified}` : w.value.sealed}
        onClick={onSafety}
      />
    </header>
  );
};

/** A lasting line until someone decides: another key may be another person. */
const KeyLine = ({ friend, onSafety }: { friend: Friend; onSafety: () => void }) =>
  isKeyChanged(friend.id) ? (
    <div class="key-line" role="status">
      <Icon name="warn" />
      <p>{w.value.keyChanged(friend.username)}</p>
      <button type="button" class="small" onClick={onSafety}>
        {w.value.compare}
      </button>
      <button
        type="button"
        class="small"
        onClick={() => attempt(() => app.chat.trust(friend.id, false))}
      >
        {w.value.trustNew}
      </button>
    </div>
  ) : null;

const near_px = 400;
const minute_ms = 60_000;

/** Close in time and by the same person: shown as one. */
const isGrouped = (before: Item | undefined, item: Item) =>
  before !== undefined &&
  before.sender_id === item.sender_id &&
  Date.parse(item.at) - Date.parse(before.at) < 5 * minute_ms;

interface LogProps {
  friend: Friend;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
}

const Log = ({ friend, onReply, onEdit }: LogProps) => {
  const element = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const first = useRef<{ id: number; height: number }>({ id: 0, height: 0 });
  const { items, isLoading } = histories.value[friend.id] ?? { items: [], isLoading: true };
  // What comes at the end is followed; what comes at the top moves nothing that is being read.
  useLayoutEffect(() => {
    const log = element.current;
    if (!log) return;
    const top = items[0]?.id ?? 0;
    if (isAtEnd.current) log.scrollTop = log.scrollHeight;
    else if (top < first.current.id) log.scrollTop += log.scrollHeight - first.current.height;
    first.current = { id: top, height: log.scrollHeight };
  });
  // Pictures come later than their messages, and make the end move.
  useEffect(() => {
    const log = element.current;
    const content = log?.firstElementChild;
    if (!log || !content) return;
    const watch = new ResizeObserver(() => {
      if (isAtEnd.current) log.scrollTop = log.scrollHeight;
    });
    watch.observe(content);
    return () => watch.disconnect();
  }, []);
  const onScroll = () => {
    const log = element.current;
    if (!log) return;
    isAtEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    first.current.height = log.scrollHeight;
    if (isAtEnd.current) trim(friend.id);
    else if (log.scrollTop < near_px) attempt(() => app.log.older(friend.id));
  };
  return (
    <div
      ref={element}
      class="log"
      role="log"
      aria-label={friend.username}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      tabIndex={0}
      onScroll={onScroll}
    >
      <div class="entries">
        {isLoading ? <p class="caption">{w.value.loadingOlder}</p> : null}
        {items.map((item, at) => {
          const before = items[at - 1];
          const isNewDay = before === undefined || dayOf(before.at) !== dayOf(item.at);
          return (
            <div class="entry" key={item.client_id}>
              {isNewDay ? <p class="day">{dayName(item.at)}</p> : null}
              <Bubble
                item={item}
                friend={friend}
                isGrouped={!isNewDay && isGrouped(before, item)}
                quoted={items.find(({ id }) => id > 0 && id === item.reply_to) ?? null}
                onReply={onReply}
                onEdit={onEdit}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
};

export const Chat = ({ friend }: { friend: Friend }) => {
  const [isSafety, setSafety] = useState(false);
  const [reply, setReply] = useState<Item | null>(null);
  const [edited, setEdited] = useState<Item | null>(null);
  const isFriend = friends.value.some(({ id }) => id === friend.id);
  useEffect(() => {
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.type !== 'drop') return;
      for (const file of event.dataTransfer?.files ?? []) {
        attempt(() => app.chat.sendFile(friend.id, file));
      }
    };
    addEventListener('dragover', drop);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drop);
      removeEventListener('drop', drop);
    };
  }, [friend.id]);
  return (
    <main class="chat">
      <Head friend={friend} onSafety={() => setSafety(true)} />
      <KeyLine friend={friend} onSafety={() => setSafety(true)} />
      <Log friend={friend} onReply={setReply} onEdit={setEdited} />
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
        />
      ) : (
        <p class="caption">{w.value.errors.FRIEND_001}</p>
      )}
      {isSafety ? <Safety friend={friend} onClose={() => setSafety(false)} /> : null}
    </main>
  );
};
