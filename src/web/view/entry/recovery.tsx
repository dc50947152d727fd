import { useState } from 'preact/hooks';
import { FormError } from '../../i18n/form-errors';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { Icon } from '../ui/icon';
import { copyText } from '../ui/pass-file';
import type { CoreClient } from '../ui/use-app';
import { useCore } from '../ui/use-app';
import { CardPage } from './card-page';

const keepAsFile = (app: CoreClient, code: string) => {
  const { t } = app;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${t.value.entry.recoveryFileText}\n\n${code}\n`]));
  link.download = 'chat8-recovery.txt';
  link.click();
};

/** Shows the code and checks that it was saved: one that is only looked at is lost. */
export const CodeCheck = ({ code, onDone }: { code: string; onDone: () => unknown }) => {
  const app = useCore();
  const { t, attempt, session } = app;
  const [typed, setTyped] = useState('');
  const copy = () => copyText(app, code);
  const check = async () => {
    if (!session.isLastGroup(code, typed)) {
      throw new FormError({ group: (t) => t.form.wrongGroup });
    }
    await onDone();
  };
  return (
    <>
      <p class="code" data-code={code}>
        {code.split('-').map((group, at) => (
          <span key={`${at}${group}`}>{group} </span>
        ))}
      </p>
      <div class="actions">
        <button type="button" onClick={() => attempt(copy)}>
          <Icon name="copy" />
          {t.value.ui.copy}
        </button>
        <button type="button" onClick={() => keepAsFile(app, code)}>
          <Icon name="down" />
          {t.value.entry.saveAsFile}
        </button>
      </div>
      <Form submit={t.value.ui.done} onSubmit={check}>
        <Field
          name="group"
          label={t.value.entry.recoveryCheck}
          value={typed}
          onValue={setTyped}
          autocomplete="off"
          required
        />
      </Form>
    </>
  );
};

/** Shown once; entering the last group confirms that it was saved. */
export const Recovery = () => {
  const {
    t,
    session,
    session: { recovery },
  } = useCore();
  return (
    <CardPage>
      <h1>{t.value.entry.recoveryTitle}</h1>
      <p class="lead">{t.value.entry.recoveryText}</p>
      <CodeCheck code={recovery.value ?? ''} onDone={() => session.recovered()} />
    </CardPage>
  );
};
