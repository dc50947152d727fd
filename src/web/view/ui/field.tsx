import type { InputHTMLAttributes } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import { FieldFaults } from './form';
import { IconButton } from './icon';
import { useApp } from './use-app';

interface Props {
  /** As the server calls it. */
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'password' | 'email' | 'date';
  autocomplete?: InputHTMLAttributes['autocomplete'];
  hint?: string;
  /** Of a field outside a form. */
  fault?: string;
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
  fault: said = '',
  required,
}: Props) => {
  const { t } = useApp();
  const id = useId();
  const faults = useContext(FieldFaults);
  const fault = said || faults.of(name);
  const note = fault ? `${id}-fault` : hint ? `${id}-hint` : undefined;
  const [isShown, setShown] = useState(false);
  const isSecret = type === 'password';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          name={name}
          // A browser's idea of an e-mail address is narrower than the server's.
          type={(type === 'date' || (isSecret && !isShown) ? type : 'text') as 'text'}
          inputMode={type === 'email' ? 'email' : undefined}
          autocapitalize="none"
          spellcheck={false}
          dir="auto"
          value={value}
          required={required ?? false}
          {...(autocomplete ? { autocomplete } : {})}
          aria-invalid={fault !== ''}
          aria-describedby={note}
          onInput={(event) => {
            faults.mend(name);
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
      {fault ? (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
      {hint && !fault ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
};
