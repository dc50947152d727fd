// What somebody did to messages and the server does not know yet.
import type { Body } from '../../../crypto/body';
import type { Sealed } from '../../keys/sealer';
import type { Item } from '../item';

interface Kinds {
  react: { id: number; emoji: string; isOn: boolean };
  /** Until `due_at` it can be undone. */
  remove: { ids: number[]; due_at?: number };
  /**
   * `mid` is its own; `edits` the first one of a sealed message, null in the clear; `from` that of the
   * version from which it was made.
   */
  edit: {
    id: number;
    body: Body;
    mid: string;
    edits: string | null;
    from?: string;
    at: string;
    sealed?: Sealed;
  };
  read: { up_to: number };
}

export type PendingOf<Type extends keyof Kinds> = { type: Type; friend_id: number } & Kinds[Type];
export type Pending = { [Type in keyof Kinds]: PendingOf<Type> }[keyof Kinds];

export interface ChangeRecord {
  /** Its place; 0 if only this page has it. */
  order: number;
  change: Pending;
}

/** Another device wrote what the message says now, later, and not known to whoever wrote this one. */
export const isOvertaken = ({ body, mid, edits, from }: PendingOf<'edit'>, item: Item): boolean =>
  item.client_id === edits &&
  item.rev > 0 &&
  ![mid, from].includes(item.mid) &&
  (item.written_at ?? 0) > (body.at ?? 0);
