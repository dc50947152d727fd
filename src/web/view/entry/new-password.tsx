// A new password: judged as it is typed, and one of four words for whoever wants one.
import { useContext, useEffect, useState } from 'preact/hooks';
import { passwordMistakes } from '../../i18n/form-checks';
import type { FieldMistakes } from '../../i18n/form-errors';
import type { PasswordJudgement } from '../../model/session/password-strength';
import { Field } from '../ui/form/field';
import { FieldErrors } from '../ui/form/form';
import type { CoreClient } from '../ui/use-app';
import { useCore } from '../ui/use-app';

interface Props {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** This person's own, which make no good password. */
  names: string[];
}

/** Its length, and whether it is one of those that are tried first. */
export const newPasswordMistakes = async (
  { session }: Pick<CoreClient, 'session'>,
  password: string,
  field: string,
): Promise<FieldMistakes> => {
  const mistakes = passwordMistakes(password, field);
  if (field in mistakes) return mistakes;
  // Without the lists nobody is kept out: they are loaded again with the next try.
  const judged = await session.judgePassword(password, []).catch(() => 'good');
  return judged === 'common' ? { [field]: (t) => t.form.passwordCommon } : {};
};

export const NewPassword = ({ name, label, value, onValue, names }: Props) => {
  const { t, attempt, session } = useCore();
  const errors = useContext(FieldErrors);
  const [judged, setJudged] = useState<PasswordJudgement | null>(null);
  const [suggested, setSuggested] = useState('');
  useEffect(() => {
    let isCurrent = true;
    if (value === '') setJudged(null);
    else {
      session.judgePassword(value, names).then(
        (next) => isCurrent && setJudged(next),
        () => {},
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [value]);
  const suggest = async () => {
    const words = await session.suggestPassword();
    setSuggested(words);
    onValue(words);
  };
  const { form } = t.value;
  const said = { common: form.passwordCommon, weak: form.passwordWeak, good: form.passwordGood };
  const isRefused = errors.of(name) !== '';
  return (
    <>
      <Field
        name={name}
        label={label}
        value={value}
        onValue={onValue}
        type="password"
        autocomplete="new-password"
        hint={form.passwordHint}
        required
      />
      {judged && !isRefused ? (
        <p class="hint" role="status">
          {said[judged]}
        </p>
      ) : null}
      {suggested !== '' && suggested === value ? (
        <p class="code" dir="auto">
          {suggested}
        </p>
      ) : null}
      <button type="button" class="quiet small" onClick={() => attempt(suggest)}>
        {form.suggestPassword}
      </button>
    </>
  );
};
