import type { Static } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { Id } from '../../protocol/objects';

export const Invite = Type.Object({ user_id: Id });
export type Invite = Static<typeof Invite>;
