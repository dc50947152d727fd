// What is wrong with a display name, before it is sent; apart from the other checks, because only who
// has an account gives themselves one.
import { isDisplayName } from '../../protocol/display-name';
import type { FieldMistakes } from './form-errors';

/** A nickname is held to the same: one of which nothing is seen would leave nobody's name. */
export const displayNameMistakes = (
  name: string,
  field: 'display_name' | 'nickname' = 'display_name',
): FieldMistakes => (isDisplayName(name) ? {} : { [field]: (t) => t.form.invalid.display_name });
