import type { InputHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { w } from '../../i18n/language';
import { IconButton } from './icon';

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'password' | 'email' | 'search';
  autocomplete?: InputHTMLAttributes['autocomplete'];
  hint?: string;
  required?: boolean;
}

export const Field = ({
  label,
  value,
  onValue,
  type = 'text',
  autocomplete,
  hint,
  required,
}: Props) => {
  const id = useId();
  const [isShown, setShown] = useState(false);
  const isSecret = type === 'password';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          // A browser's idea of an e-mail address is narrower than the server's.
          type={(isSecret && !isShown ? 'password' : 'text') as 'text'}
          inputMode={type === 'email' ? 'email' : undefined}
          autocapitalize="none"
          spellcheck={false}
          dir="auto"
          value={value}
          required={required ?? false}
          {...(autocomplete ? { autocomplete } : {})}
          {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
        {isSecret ? (
          <IconButton
            icon={isShown ? 'hide' : 'eye'}
            kind="reveal"
            label={isShown ? w.value.hideTyped : w.value.showTyped}
            onClick={() => setShown(!isShown)}
          />
        ) : null}
      </div>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
};
