// One field of a form, with its label, a hint, and its error.
import type { InputHTMLAttributes } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import { IconButton } from '../icon';
import { useCore } from '../use-app';
import { FieldErrors } from './form';

interface Props {
  /** The server's name for the field. */
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'password' | 'email' | 'date';
  autocomplete?: InputHTMLAttributes['autocomplete'];
  hint?: string;
  /** For a field outside a form. */
  error?: string;
  required?: boolean;
}

export const Field = ({
  name,
  label,
  value,
  onValue,
  type = 'text',
  autocomplete,
  hint,
  error: own = '',
  required,
}: Props) => {
  const { t } = useCore();
  const id = useId();
  const errors = useContext(FieldErrors);
  const error = own || errors.of(name);
  const note = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  const [isShown, setShown] = useState(false);
  const isSecret = type === 'password';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          name={name}
          // Not type=email: browsers accept fewer addresses than the server.
          type={(type === 'date' || (isSecret && !isShown) ? type : 'text') as 'text'}
          inputMode={type === 'email' ? 'email' : undefined}
          autocapitalize="none"
          spellcheck={false}
          dir="auto"
          value={value}
          required={required ?? false}
          {...(autocomplete ? { autocomplete } : {})}
          aria-invalid={error !== ''}
          aria-describedby={note}
          onInput={(event) => {
            errors.clear(name);
            onValue(event.currentTarget.value);
          }}
        />
        {isSecret ? (
          <IconButton
            icon={isShown ? 'hide' : 'eye'}
            kind="reveal"
            label={isShown ? t.value.form.hidePassword : t.value.form.showPassword}
            onClick={() => setShown(!isShown)}
          />
        ) : null}
      </div>
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
      {hint && !error ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
};
