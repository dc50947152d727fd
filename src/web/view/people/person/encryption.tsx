// What holds between the two: whether anybody else can read it, and how that is known.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import { isVerified, trustMark } from '../../trust/badge';
import { SafetyNumber } from '../../trust/safety-number';
import { Icon } from '../../ui/icon';
import { useApp } from '../../ui/use-app';

interface Props {
  friend: Friend;
  /** Somebody wants to compare: the number is open. */
  isComparing: boolean;
}

export const Encryption = ({ friend, isComparing }: Props) => {
  const app = useApp();
  const { t, keys } = app;
  const { id } = friend;
  const name = app.naming.inFull(friend);
  const [isOpen, setOpen] = useState(isComparing);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isComparing) section.current?.scrollIntoView({ block: 'start' });
  }, []);
  const isSealed = keys.isSealedFor(id);
  const isCompared = isVerified(app, id);
  const mark = trustMark(app, friend);
  if (isSealed === null) return null;
  if (!isSealed) {
    return (
      <section>
        <p class="person-line open">
          <Icon name="open" />
          <span>
            <b>{t.value.people.notEncrypted}</b>
            {t.value.people.notEncryptedText(name)}
          </span>
        </p>
      </section>
    );
  }
  const title = [t.value.people.encrypted, ...(mark ? [mark] : [])].join(' · ');
  return (
    <section ref={section}>
      <button
        type="button"
        class="person-line"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isCompared ? 'shield' : 'lock'} />
        <span>
          <b>{title}</b>
          {t.value.people.encryptedText(name)}
          <span class="person-more">{t.value.people.safetyNumber}</span>
        </span>
        <Icon name={isOpen ? 'below' : 'next'} />
      </button>
      {isOpen ? <SafetyNumber friend={friend} isVerified={isCompared} /> : null}
    </section>
  );
};

/** In one's notes. */
export const OwnEncryption = () => {
  const { t } = useApp();
  return (
    <section>
      <p class="person-line">
        <Icon name="lock" />
        <span>
          <b>{t.value.people.encrypted}</b>
          {t.value.people.notesText}
        </span>
      </p>
    </section>
  );
};
