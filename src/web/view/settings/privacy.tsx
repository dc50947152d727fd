// What friends learn of oneself: each can be turned off.
import type { Privacy } from '../../../protocol/objects';
import { useApp } from '../ui/use-app';

interface Props {
  name: keyof Privacy;
  title: string;
  /** What it means while it is shown, and while it isn't. */
  shown: string;
  hidden: string;
}

/** One thing that others learn, or don't. */
const Switch = ({ name, title, shown, hidden }: Props) => {
  const { t, attempt, account } = useApp();
  const isShown = account.me.value?.privacy[name] ?? true;
  return (
    <section>
      <h3>{title}</h3>
      <fieldset class="tabs" aria-label={title}>
        {[true, false].map((isTold) => (
          <button
            type="button"
            key={String(isTold)}
            aria-pressed={isShown === isTold}
            onClick={() => attempt(() => account.setPrivacy({ [name]: isTold }))}
          >
            {isTold ? t.value.settings.tell : t.value.settings.keep}
          </button>
        ))}
      </fieldset>
      <p class="hint">{isShown ? shown : hidden}</p>
    </section>
  );
};

export const PrivacySettings = () => {
  const texts = useApp().t.value.settings;
  return (
    <>
      <Switch
        name="last_seen"
        title={texts.lastSeen}
        shown={texts.lastSeenShown}
        hidden={texts.lastSeenHidden}
      />
      <Switch
        name="read_receipts"
        title={texts.readReceipts}
        shown={texts.readReceiptsShown}
        hidden={texts.readReceiptsHidden}
      />
      <Switch
        name="typing"
        title={texts.typingShared}
        shown={texts.typingShown}
        hidden={texts.typingHidden}
      />
    </>
  );
};
