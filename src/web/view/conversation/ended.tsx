import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

const Blocked = ({ friend }: { friend: Friend }) => {
  const { w, attempt, people } = useApp();
  return (
    <>
      <Icon name="ban" />
      <p>{w.value.blockedHere(friend.username)}</p>
      <button
        type="button"
        class="small"
        onClick={() => attempt(() => people.blocks.unblock(friend.id))}
      >
        {w.value.unblock}
      </button>
    </>
  );
};

const Parted = ({ friend }: { friend: Friend }) => {
  const {
    w,
    attempt,
    people,
    toast: { say },
    people: { requests },
  } = useApp();
  const [isAsked, setAsked] = useState(false);
  const request = requests.value.find(({ user }) => user.id === friend.id);
  const ask = async () => {
    await people.ask(friend.id, '');
    setAsked(true);
    say(w.value.askedOf(friend.username));
  };
  const act = request ? () => people.answer(request, 'accept') : ask;
  return (
    <>
      <Icon name="info" />
      <p>{w.value.errors.FRIEND_001}</p>
      <button type="button" class="small" disabled={isAsked} onClick={() => attempt(act)}>
        {request ? w.value.accept : isAsked ? w.value.asked : w.value.askAgain}
      </button>
    </>
  );
};

/** In place of what one writes in: why nothing can be written, and how that is undone. */
export const Ended = ({ friend }: { friend: Friend }) => {
  const { attempt, people } = useApp();
  const { load, has } = people.blocks;
  useEffect(() => attempt(load), [friend.id]);
  return (
    <div class="line ended" role="status">
      {has(friend.id) ? <Blocked friend={friend} /> : <Parted friend={friend} />}
    </div>
  );
};
