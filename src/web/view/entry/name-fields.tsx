import { Field } from '../ui/form/field';
import { useCore } from '../ui/use-app';

interface Props {
  username: string;
  onUsername: (username: string) => void;
  email: string;
  onEmail: (email: string) => void;
  emailHint?: string;
}

/** Under which an account is found, and signs in. */
export const NameFields = ({ username, onUsername, email, onEmail, emailHint }: Props) => {
  const { form } = useCore().t.value;
  return (
    <>
      <Field
        name="username"
        label={form.username}
        value={username}
        onValue={onUsername}
        autocomplete="username"
        hint={form.usernameHint}
        required
      />
      <Field
        name="email"
        label={form.email}
        value={email}
        onValue={onEmail}
        type="email"
        autocomplete="email"
        {...(emailHint ? { hint: emailHint } : {})}
      />
    </>
  );
};
