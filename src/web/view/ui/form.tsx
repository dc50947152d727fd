import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { password_chars_max, password_chars_min } from '../../../protocol/limits';
import { explain, w } from '../../i18n/language';

interface Props {
  submit: string;
  onSubmit: () => Promise<unknown>;
  kind?: string;
  children: ComponentChildren;
}

/** What goes wrong is said beside the button, and what was typed stays. */
export const Form = ({ submit, onSubmit, kind = 'primary', children }: Props) => {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const send = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFault('');
    await onSubmit().catch((error) => {
      setFault(error instanceof Error && error.name === 'Plain' ? error.message : explain(error));
    });
    setBusy(false);
  };
  return (
    <form class="form" onSubmit={send}>
      {children}
      <p class="fault" role="alert">
        {fault}
      </p>
      <button type="submit" class={kind} disabled={isBusy}>
        {isBusy ? w.value.working : submit}
      </button>
    </form>
  );
};

/** A fault of the form's own, in words already. */
export const plainFault = (message: string): Error => {
  const error = new Error(message);
  error.name = 'Plain';
  return error;
};

/** What leaves this device is derived, so only here can a short one be noticed. */
export const mustBePassword = (password: string): void => {
  const { length } = [...password.normalize('NFKC')];
  if (length < password_chars_min) throw plainFault(w.value.passwordShort);
  if (length > password_chars_max) throw plainFault(w.value.passwordLong);
};
