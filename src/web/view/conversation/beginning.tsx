// How a conversation opens in which nothing was said yet: with whom it is, what holds, and for a friend a
// greeting to press.
import type { Friend } from '../../../protocol/objects';
import { Icon } from '../ui/icon';
import { Face } from '../ui/person/face';
import { useApp } from '../ui/use-app';

const WAVE = '👋';

export const Beginning = ({ friend, text }: { friend: Friend; text: string }) => {
  const { t, attempt, actions, keys, people } = useApp();
  const isSealed = people.isSelf(friend.id) || keys.isSealedFor(friend.id);
  const isFriend = people.friendOf(friend.id) !== undefined;
  const say = (greeting: string) => attempt(() => actions.send(friend.id, greeting, null));
  return (
    <div class="beginning-card">
      <Face person={friend} kind="large" />
      <p class="beginning">{text}</p>
      {isSealed === null ? null : (
        <p class={isSealed ? 'holds' : 'holds open'}>
          <Icon name={isSealed ? 'lock' : 'open'} />
          {isSealed ? t.value.people.encrypted : t.value.people.notEncrypted}
        </p>
      )}
      {isFriend ? (
        <fieldset class="actions" aria-label={t.value.conversation.greet}>
          {[WAVE, t.value.conversation.greeting].map((greeting) => (
            <button type="button" key={greeting} onClick={() => say(greeting)}>
              {greeting}
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
};
