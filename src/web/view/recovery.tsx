import { useState } from 'preact/hooks';
import { app } from '../model/app';
import { recovery, say } from '../model/state';
import { attempt, w } from '../words/words';
import { Field } from './field';
import { Form, plainFault } from './form';

export const CodeShown = ({ code }: { code: string }) => (
  <>
    <p class="code" data-code={code}>
      {code.split('-').map((group, at) => (
        <span key={`${at}${group}`}>{group} </span>
      ))}
    </p>
    <button
      type="button"
      class="quiet"
      onClick={() =>
        attempt(async () => {
          await navigator.clipboard.writeText(code);
          say(w.value.copied);
        })
      }
    >
      {w.value.copy}
    </button>
  </>
);

/** Shown once; the last group typed shows that it was kept. */
export const Recovery = () => {
  const [typed, setTyped] = useState('');
  const code = recovery.value ?? '';
  const check = async () => {
    if (typed.trim().toUpperCase() !== code.slice(-4)) throw plainFault(w.value.recoveryWrong);
    recovery.value = null;
    await app.session.recovered();
  };
  return (
    <main class="card">
      <h1>{w.value.recoveryTitle}</h1>
      <p class="lead">{w.value.recoveryText}</p>
      <CodeShown code={code} />
      <Form submit={w.value.done} onSubmit={check}>
        <Field
          label={w.value.recoveryCheck}
          value={typed}
          onValue={setTyped}
          autocomplete="off"
          required
        />
      </Form>
    </main>
  );
};
