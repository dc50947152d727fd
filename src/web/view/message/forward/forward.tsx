// To whom messages are passed on: several people at once, found by their names.
import { useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import type { Item } from '../../../model/messages/item';
import { useIsOpen } from '../../ui/modal';
import { nameOf } from '../../ui/person/person-name';
import { useApp } from '../../ui/use-app';
import { previewText } from '../preview';
import { Receiver, Receivers } from './receivers';

/** Sends, and says to whom it went; the only receiver's conversation opens. */
const useForward = (items: Item[], chosen: Friend[], isMarked: boolean, onDone: () => void) => {
  const app = useApp();
  const { t, format, attempt, actions, toast } = app;
  const [isBusy, setBusy] = useState(false);
  const isOpen = useIsOpen();
  const run = async () => {
    const ids = chosen.map(({ id }) => id);
    const { isSaved, sent } = await actions.forward(items, ids, isMarked);
    for (const each of sent) attempt(() => each);
    const names = format.listOf(chosen.map((person) => nameOf(app, person)));
    if (isSaved) toast.show(t.value.message.forwardedTo(names));
    else toast.show(t.value.composer.storageFull, true);
    // Whoever has gone on elsewhere meanwhile stays there.
    if (!isOpen()) return;
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
  const [chosen, setChosen] = useState<Friend[]>([]);
  const [isMarked, setMarked] = useState(true);
  const { isBusy, send } = useForward(items, chosen, isMarked, onDone);
  const { message } = t.value;
  const isChosen = ({ id }: Friend) => chosen.some((each) => each.id === id);
  const toggle = (friend: Friend) =>
    setChosen(isChosen(friend) ? chosen.filter(({ id }) => id !== friend.id) : [...chosen, friend]);
  const [first] = items;
  return (
    <Receivers
      title={message.forward}
      what={items.length === 1 && first ? previewText(app, first) : message.messages(items.length)}
      onClose={onClose}
      row={(friend) => (
        <label class="receiver">
          <input type="checkbox" checked={isChosen(friend)} onChange={() => toggle(friend)} />
          <Receiver friend={friend} />
        </label>
      )}
    >
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
    </Receivers>
  );
};
