// Lets devices know that the data came from a backup.
import { toRfc3339 } from '../../platform/clock';
import type { World } from '../../world';

/** A member of `hello` and of a sign-in; empty if the data was never restored. */
export const restoredAt = ({ restored_at }: Pick<World, 'restored_at'>) =>
  restored_at === null ? {} : { restored_at: toRfc3339(restored_at) };
