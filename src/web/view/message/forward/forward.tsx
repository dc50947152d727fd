// To whom messages are passed on: several people at once, found by their names.
import { useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import type { Item } from '../../../model/messages/item';
import { Dialog } from '../../ui/dialog';
import { Face } from '../../ui/person/face';
import { nameOf, PersonName } from '../../ui/person/person-name';
import { useApp } from '../../ui/use-app';
import { previewText } from '../preview';
import { receivers } from './receivers';

interface RowProps {
  friend: Friend;
  isChosen: boolean;
  onToggle: () => void;
}

const Receiver = ({ friend, isChosen, onToggle }: RowProps) => (
  <li>
    <label class="receiver">
      <input type="checkbox" checked={isChosen} onChange={onToggle} />
      <Face person={friend} />
      <span class="row-name">
        <PersonName person={friend} />
      </span>
    </label>
  </li>
);

/** Sends, and says to whom it went; the only receiver's conversation opens. */
const useForward = (items: Item[], chosen: Friend[], isMarked: boolean, onDone: () => void) => {
  const app = useApp();
  const { t, format, attempt, actions, toast } = app;
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    const ids = chosen.map(({ id }) => id);
    const { isSaved, sent } = await actions.forward(items, ids, isMarked);
    for (const each of sent) attempt(() => each);
    const names = format.listOf(chosen.map((person) => nameOf(app, person)));
    if (isSaved) toast.show(t.value.message.forwardedTo(names));
    else toast.show(t.value.composer.storageFull, true);
    onDone();
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) await actions.openConversation(only);
  };
  return {
    isBusy,
    send() {
      setBusy(true);
      attempt(() => run().finally(() => setBusy(false)));
    },
  };
};

interface Props {
  items: Item[];
  onClose: () => void;
  /** It was sent. */
  onDone: () => void;
}

export const Forward = ({ items, onClose, onDone }: Props) => {
  const app = useApp();
  const { t } = app;
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Friend[]>([]);
  const [isMarked, setMarked] = useState(true);
  const { isBusy, send } = useForward(items, chosen, isMarked, onDone);
  const { message } = t.value;
  const shown = receivers(app, sought);
  const isChosen = ({ id }: Friend) => chosen.some((each) => each.id === id);
  const toggle = (friend: Friend) =>
    setChosen(isChosen(friend) ? chosen.filter(({ id }) => id !== friend.id) : [...chosen, friend]);
  const [first] = items;
  return (
    <Dialog title={message.forward} onClose={onClose} hasPanes>
      <div class="forward-head">
        <p class="forward-what" dir="auto">
          {items.length === 1 && first ? previewText(app, first) : message.messages(items.length)}
        </p>
        <input
          type="search"
          value={sought}
          placeholder={message.searchReceivers}
          aria-label={message.searchReceivers}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </div>
      <ul class="receivers" aria-label={message.receivers}>
        {shown.map((friend) => (
          <Receiver
            key={friend.id}
            friend={friend}
            isChosen={isChosen(friend)}
            onToggle={() => toggle(friend)}
          />
        ))}
        {shown.length === 0 ? <li class="caption">{message.noReceiver}</li> : null}
      </ul>
      <div class="forward-foot">
        <label>
          <input
            type="checkbox"
            checked={isMarked}
            onChange={(event) => setMarked(event.currentTarget.checked)}
          />
          {message.sayForwarded}
        </label>
        <p class="visually-hidden" role="status">
          {chosen.length > 0 ? message.receiversChosen(chosen.length) : ''}
        </p>
        <button
          type="button"
          class="primary"
          disabled={chosen.length === 0 || isBusy}
          onClick={send}
        >
          {chosen.length > 1 ? message.forwardTo(chosen.length) : t.value.composer.send}
        </button>
      </div>
    </Dialog>
  );
};
