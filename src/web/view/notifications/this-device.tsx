// The notifications of this device: what it can do, what is wanted, and a test.
import { useState } from 'preact/hooks';
import type { Quiet } from '../../model/push/subscribing';
import { showingHeld } from '../ui/form/held-value';
import { useApp } from '../ui/use-app';

const SHOWS = ['nothing', 'name', 'text'] as const;
const NIGHT = { from: '22:00', to: '07:00' };

/** Nothing but calls between two times of the day. */
const QuietHours = ({ quiet }: { quiet: Quiet }) => {
  const { t, attempt, push } = useApp();
  const change = (next: Quiet) => attempt(() => push.change({ quiet: next }));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const texts = t.value.notifications;
  if (quiet === null) {
    return (
      <button type="button" onClick={() => change({ ...NIGHT, zone })}>
        {texts.quietOn}
      </button>
    );
  }
  const time = (name: 'from' | 'to', label: string) => (
    <label class="quiet-time">
      {label}
      <input
        type="time"
        value={quiet[name]}
        required
        onChange={({ currentTarget }) => {
          if (currentTarget.value === '') return;
          const held = () => push.own()?.quiet?.[name] ?? quiet[name];
          const choose = (value: string) => push.changeQuiet({ [name]: value, zone });
          attempt(() => showingHeld(currentTarget, choose, held));
        }}
      />
    </label>
  );
  return (
    <>
      <p class="hint">{texts.quietHint}</p>
      <div class="quiet-times">
        {time('from', texts.quietFrom)}
        {time('to', texts.quietTo)}
        <button type="button" class="small" onClick={() => change(null)}>
          {texts.quietOff}
        </button>
      </div>
    </>
  );
};

/** Asks for a test, and says whether it came. */
export const TestButton = ({ id }: { id: number }) => {
  const { t, attempt, push } = useApp();
  const [state, setState] = useState<'idle' | 'testing' | 'testShown' | 'testSilent'>('idle');
  const test = async () => {
    setState('testing');
    const isShown = await push.test(id).catch((error) => {
      setState('idle');
      throw error;
    });
    setState(isShown ? 'testShown' : 'testSilent');
  };
  return (
    <>
      <button
        type="button"
        class="small"
        aria-disabled={state === 'testing'}
        onClick={() => state === 'testing' || attempt(test)}
      >
        {t.value.notifications.test}
      </button>
      {state === 'idle' ? null : (
        <p class="hint" role="status">
          {t.value.notifications[state]}
        </p>
      )}
    </>
  );
};

const On = ({
  own,
}: {
  own: NonNullable<ReturnType<ReturnType<typeof useApp>['push']['own']>>;
}) => {
  const { t, attempt, push } = useApp();
  const texts = t.value.notifications;
  return (
    <>
      <p role="status">{texts.states[own.state]}</p>
      <TestButton id={own.id} />
      <h4>{texts.show}</h4>
      <fieldset class="tabs" aria-label={texts.show}>
        {SHOWS.map((show) => (
          <button
            type="button"
            key={show}
            aria-pressed={own.show === show}
            onClick={() => attempt(() => push.change({ show }))}
          >
            {texts.shows[show]}
          </button>
        ))}
      </fieldset>
      <p class="hint">{texts.showHint[own.show]}</p>
      <h4>{texts.quiet}</h4>
      <QuietHours quiet={own.quiet} />
      <button type="button" class="danger" onClick={() => attempt(() => push.remove(own.id))}>
        {texts.turnOff}
      </button>
    </>
  );
};

export const ThisDevice = () => {
  const { t, attempt, isOnline, push } = useApp();
  const texts = t.value.notifications;
  const own = push.own();
  const why = push.settings.value?.why ?? null;
  const trouble = push.trouble.value;
  // Whether they are on is the server's word.
  const isKnown = push.settings.value !== null || trouble !== null;
  return (
    <section>
      <h3>{texts.thisDevice}</h3>
      {why === null ? null : <p class="note">{texts.off[why]}</p>}
      {why === null && trouble ? (
        <p class="note" role="alert">
          {texts.trouble[trouble]}
        </p>
      ) : null}
      {own && trouble === null ? <On own={own} /> : null}
      {isKnown ? null : (
        <p class="hint" role="status">
          {isOnline.value ? t.value.ui.working : t.value.errors.reasons.network}
        </p>
      )}
      {isKnown && !own && why === null ? (
        <>
          <p class="hint">{texts.why}</p>
          <button
            type="button"
            class="primary"
            disabled={trouble === 'insecure' || trouble === 'unsupported' || trouble === 'iosTab'}
            onClick={() => attempt(() => push.enable('name'))}
          >
            {texts.turnOn}
          </button>
        </>
      ) : null}
    </section>
  );
};
