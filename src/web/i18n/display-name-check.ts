// What is wrong with a display name, before it is sent; apart from the other checks, because only who
// has an account gives themselves one.
import { isDisplayName } from '../../protocol/display-name';
import type { FieldMistakes } from './form-errors';

export const displayNameMistakes = (display_name: string): FieldMistakes =>
  isDisplayName(display_name) ? {} : { display_name: (t) => t.form.invalid.display_name };
