import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { Icon } from '../ui/icon';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

const Blocked = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, attempt, people } = app;
  return (
    <>
      <Icon name="ban" />
      <p>{t.value.conversation.blockedText(nameOf(app, friend))}</p>
      <button
        type="button"
        class="small"
        onClick={() => attempt(() => people.blocks.unblock(friend.id))}
      >
        {t.value.people.unblock}
      </button>
    </>
  );
};

const FormerFriend = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const {
    t,
    attempt,
    people,
    toast,
    people: { requests },
  } = app;
  const [isAsked, setAsked] = useState(false);
  const request = requests.value.find(({ user }) => user.id === friend.id);
  const ask = async () => {
    await people.ask(friend.id, '');
    setAsked(true);
    toast.show(t.value.people.requestSentTo(nameOf(app, friend)));
  };
  const act = request ? () => people.answer(request, 'accept') : ask;
  return (
    <>
      <Icon name="info" />
      <p>{t.value.errors.reasons.notFriends}</p>
      <button
        type="button"
        class="small"
        aria-disabled={isAsked}
        onClick={() => isAsked || attempt(act)}
      >
        {request
          ? t.value.people.accept
          : isAsked
            ? t.value.people.requestSent
            : t.value.conversation.requestAgain}
      </button>
    </>
  );
};

/** In place of the composer: why nothing can be written, and what to do about it. */
export const Ended = ({ friend }: { friend: Friend }) => {
  const { attempt, people } = useApp();
  const { load, has } = people.blocks;
  const [isKnown, setKnown] = useState(false);
  useEffect(() => attempt(() => load().finally(() => setKnown(true))), [friend.id]);
  // Perhaps it was blocked on another device: until that is known, nothing is said that may be wrong.
  const isOpen = isKnown && !has(friend.id);
  return (
    <div class="line ended" role="status">
      {has(friend.id) ? <Blocked friend={friend} /> : null}
      {isOpen ? <FormerFriend friend={friend} /> : null}
    </div>
  );
};
