// What a call left in the conversation: the server's word, and nobody's bubble.
import type { Item } from '../../../model/messages/item';
import { Icon } from '../../ui/icon';
import { useApp } from '../../ui/use-app';
import { callText, isMissedByMe } from './call-words';

interface Props {
  item: Item;
  friend_id: number;
}

export const CallLine = ({ item, friend_id }: Props) => {
  const app = useApp();
  const {
    t,
    attempt,
    calls,
    people: { friendOf },
    format: { clockTime },
  } = app;
  const { call } = item;
  if (call === null) return null;
  const isMine = item.sender_id !== friend_id;
  const isMissed = isMissedByMe(call, isMine);
  const icon = isMissed ? 'missed' : call.kind === 'video' ? 'video' : 'phone';
  return (
    <article class={isMissed ? 'call-line missed' : 'call-line'} tabIndex={-1}>
      <Icon name={icon} />
      <span class="call-line-text">{callText(app, call, isMine)}</span>
      <time dateTime={item.at}>{clockTime(item.at)}</time>
      {friendOf(friend_id) ? (
        <button
          type="button"
          class="small quiet"
          onClick={() => attempt(() => calls.invite(friend_id, call.kind))}
        >
          {isMine ? t.value.call.callAgain : t.value.call.callBack}
        </button>
      ) : null}
    </article>
  );
};
