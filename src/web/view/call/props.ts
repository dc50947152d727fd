// What the views of a call are given.
import type { Friend } from '../../../protocol/objects';
import type { Calls } from '../../model/calls/calls';
import type { Call } from '../../model/calls/current';

export interface CallProps {
  calls: Calls;
  call: Call;
  friend: Friend;
}
