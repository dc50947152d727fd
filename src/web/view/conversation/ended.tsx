import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { attempt, w } from '../../i18n/language';
import { app } from '../../model/app';
import { requests, say } from '../../model/state';
import { Icon } from '../ui/icon';

const Blocked = ({ friend }: { friend: Friend }) => (
  <>
    <Icon name="ban" />
    <p>{w.value.blockedHere(friend.username)}</p>
    <button
      type="button"
      class="small"
      onClick={() => attempt(() => app.people.blocks.unblock(friend.id))}
    >
      {w.value.unblock}
    </button>
  </>
);

const Parted = ({ friend }: { friend: Friend }) => {
  const [isAsked, setAsked] = useState(false);
  const request = requests.value.find(({ user }) => user.id === friend.id);
  const ask = async () => {
    await app.people.ask(friend.id, '');
    setAsked(true);
    say(w.value.askedOf(friend.username));
  };
  const act = request ? () => app.people.answer(request, 'accept') : ask;
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
  const { load, has } = app.people.blocks;
  useEffect(() => attempt(load), [friend.id]);
  return (
    <div class="line ended" role="status">
      {has(friend.id) ? <Blocked friend={friend} /> : <Parted friend={friend} />}
    </div>
  );
};
