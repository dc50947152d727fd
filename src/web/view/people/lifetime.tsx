// For how long messages stay: chosen in the card of the person, and said above the field to both.
import { useEffect } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { NOBODY_SAID } from '../../model/messages/expiring/lifetimes';
import { showingHeld } from '../ui/form/held-value';
import { Icon } from '../ui/icon';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

/** In seconds, from five minutes to four weeks. */
const CHOICES = [300, 3_600, 28_800, 86_400, 604_800, 2_419_200];

export const Lifetime = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, attempt, lifetimes, format } = app;
  const texts = t.value.people;
  const current = lifetimes.of(friend.id);
  // Another client may have chosen another one.
  const shown = [...new Set([...CHOICES, ...(current ? [current] : [])])].sort((a, b) => a - b);
  const choose = (value: string) =>
    lifetimes.choose(friend.id, value === '' ? null : Number(value));
  const held = () => String(lifetimes.of(friend.id) ?? '');
  return (
    <>
      <label class="person-line lifetime" title={texts.disappearAfter}>
        <Icon name="timer" />
        <span class="plain">{texts.disappearingMessages}</span>
        <select
          value={current === null ? '' : String(current)}
          onChange={({ currentTarget }) => attempt(() => showingHeld(currentTarget, choose, held))}
        >
          <option value="">{texts.never}</option>
          {shown.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {format.span(seconds * 1_000)}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">{texts.disappearingText(nameOf(app, friend))}</p>
    </>
  );
};

interface LineProps {
  friend: Friend;
  onOpen: () => void;
}

/** What holds from now on; if somebody just changed it, who. */
export const LifetimeLine = ({ friend, onOpen }: LineProps) => {
  const app = useApp();
  const { t, account, lifetimes, format } = app;
  const name = nameOf(app, friend);
  const texts = t.value.people;
  const seconds = lifetimes.of(friend.id);
  const by = lifetimes.changedBy(friend.id);
  useEffect(() => () => lifetimes.forgetNews(friend.id), [friend.id]);
  const span = format.span((seconds ?? 0) * 1_000);
  const mine = seconds === null ? texts.stoppedByYou : texts.startedByYou(span);
  const theirs = seconds === null ? texts.stoppedBy(name) : texts.startedBy(name, span);
  const changed = by === account.userId() ? mine : theirs;
  const stands = seconds === null ? texts.stopped : texts.disappearing(span);
  const text = by === undefined || by === NOBODY_SAID ? stands : changed;
  return (
    <div class="lifetime-line" role="status">
      {seconds === null && by === undefined ? null : (
        <button type="button" class="quiet small" onClick={onOpen}>
          <Icon name="timer" />
          {text}
        </button>
      )}
    </div>
  );
};
