// The page on which it is chosen to whom something goes: what it is, and the people one can write to,
// found by their names.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import { Dialog } from '../../ui/dialog';
import { Face } from '../../ui/person/face';
import { isNamed, PersonName } from '../../ui/person/person-name';
import type { Client } from '../../ui/use-app';
import { useApp } from '../../ui/use-app';

/** One's own notes, then those whom one talked to last. Only who is a friend now can be written to. */
const receivers = (app: Client, sought: string): Friend[] => {
  const { conversations, people } = app;
  const self = people.self.value;
  const friends = conversations.list.value
    .map(({ friend }) => people.friendOf(friend.id))
    .filter((friend) => friend !== undefined);
  return [...(self ? [self] : []), ...friends].filter((person) => isNamed(app, person, sought));
};

/** What a row shows of somebody. */
export const Receiver = ({ friend }: { friend: Friend }) => (
  <>
    <Face person={friend} />
    <span class="row-name">
      <PersonName person={friend} />
    </span>
  </>
);

interface Props {
  title: string;
  /** What is given to them. */
  what: string;
  /** How a row is pressed. */
  row: (friend: Friend) => ComponentChildren;
  onClose: () => void;
  /** What follows the list. */
  children?: ComponentChildren;
}

export const Receivers = ({ title, what, row, onClose, children }: Props) => {
  const app = useApp();
  const { message } = app.t.value;
  const [sought, setSought] = useState('');
  const shown = receivers(app, sought);
  return (
    <Dialog title={title} onClose={onClose} hasPanes>
      <div class="forward-head">
        <p class="forward-what" dir="auto">
          {what}
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
          <li key={friend.id}>{row(friend)}</li>
        ))}
        {shown.length === 0 ? <li class="caption">{message.noReceiver}</li> : null}
      </ul>
      {children}
    </Dialog>
  );
};
