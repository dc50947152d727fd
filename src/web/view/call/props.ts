// What the views of a call are given.
import type { Friend } from '../../../protocol/objects';
import type { CallClient } from '../../model/calls/call-client';
import type { Call } from '../../model/calls/current';

export interface CallProps {
  calls: CallClient;
  call: Call;
  friend: Friend;
}
