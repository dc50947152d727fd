import type { InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

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
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // A browser's idea of an e-mail address is narrower than the server's.
        type={(type === 'email' ? 'text' : type) as 'text'}
        inputMode={type === 'email' ? 'email' : undefined}
        value={value}
        required={required ?? false}
        {...(autocomplete ? { autocomplete } : {})}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
};
