import { Field } from './field';

interface Props {
  name: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
}

/** The password that an account has now. */
export const PasswordField = (props: Props) => (
  <Field {...props} type="password" autocomplete="current-password" required />
);
