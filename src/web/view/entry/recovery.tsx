import { useState } from 'preact/hooks';
import { FormFault } from '../../i18n/mistakes';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

const keepAsFile = (app: Client, code: string) => {
  const { w } = app;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${w.value.recoveryFile}\n\n${code}\n`]));
  link.download = 'chat8-recovery.txt';
  link.click();
};

/** The code, and a check that it was kept: what is only looked at is lost. */
export const CodeCheck = ({ code, onDone }: { code: string; onDone: () => unknown }) => {
  const app = useApp();
  const {
    w,
    attempt,
    toast: { say },
  } = app;
  const [typed, setTyped] = useState('');
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    say(w.value.copied);
  };
  const check = async () => {
    if (typed.trim().toUpperCase() !== code.slice(-4)) {
      throw new FormFault({ group: (say) => say.recoveryWrong });
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
          {w.value.copy}
        </button>
        <button type="button" onClick={() => keepAsFile(app, code)}>
          <Icon name="down" />
          {w.value.keepFile}
        </button>
      </div>
      <Form submit={w.value.done} onSubmit={check}>
        <Field
          name="group"
          label={w.value.recoveryCheck}
          value={typed}
          onValue={setTyped}
          autocomplete="off"
          required
        />
      </Form>
    </>
  );
};

/** Shown once; the last group typed shows that it was kept. */
export const Recovery = () => {
  const {
    w,
    session,
    session: { recovery },
  } = useApp();
  return (
    <Page>
      <h1>{w.value.recoveryTitle}</h1>
      <p class="lead">{w.value.recoveryText}</p>
      <CodeCheck code={recovery.value ?? ''} onDone={() => session.recovered()} />
    </Page>
  );
};
