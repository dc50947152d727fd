// What becomes of messages that a friend's changed key stopped, once somebody has decided about it.
import type { Keys } from '../../keys/keys';
import type { Pins } from '../../keys/pins';
import type { WaitingList } from './waiting';

interface Needs {
  keys: Pick<Keys, 'mustDecide'>;
  pins: Pick<Pins, 'pins' | 'askedAbout' | 'dismissQuestion'>;
  waiting: Pick<WaitingList, 'load' | 'keep'>;
}

type SendAll = (receiver_id: number, isMeant: (id: string) => boolean) => Promise<void>;

export const createDecisions = ({ keys, pins, waiting }: Needs, sendAll: SendAll) => ({
  /** What waits for a friend whose key was refused is not sent, now or later. */
  async decline(friend_id: number): Promise<void> {
    try {
      for (const known of await waiting.load()) {
        const isMeant = known.outgoing.receiver_id === friend_id && known.isFailed;
        if (isMeant) await waiting.keep(known, { isDeclined: true }).catch(() => {});
      }
    } finally {
      // Not before: once the question is gone, no reload and no other press sends it.
      if (pins.askedAbout.value === friend_id) pins.dismissQuestion();
    }
  },
  /**
   * `change` brings what another device of this person decided: what waited for it goes, and so does
   * what is only just being stopped.
   */
  async decidedElsewhere(change: () => Promise<void>): Promise<void> {
    const before = pins.pins.value;
    const asked = new Set(Object.keys(before).map(Number).filter(keys.mustDecide));
    await change();
    // Of somebody's new key this device may hear only now, after it was decided about.
    for (const [id, { key_id }] of Object.entries(pins.pins.value)) {
      if (before[id] && before[id].key_id !== key_id) asked.add(Number(id));
    }
    const question = pins.askedAbout.value;
    if (question !== null && !keys.mustDecide(question)) pins.dismissQuestion();
    for (const id of asked) {
      if (!keys.mustDecide(id)) await sendAll(id, () => true).catch(() => {});
    }
  },
});
