// Who signs out in one tab of a browser is signed out in all of them, with a connection or without: the
// others hear of it from that tab, and not as a session that somebody ended.
import type { Platform } from '../platform';
import type { Account } from './account';

const CHANNEL = 'chat8 sign-out';
/** A tab that says nothing more was closed on the way. */
const going_ms_max = 60_000;

interface Needs extends Pick<Platform, 'clock' | 'openChannel'> {
  account: Pick<Account, 'userId'>;
}

interface Heard {
  /** It is under way in another tab, or was given up there. */
  going(isGoing: boolean): void;
  gone(): void;
}

type Said = 'going' | 'stays' | 'gone';

export const createSignOutTabs = ({ account, clock, openChannel }: Needs, heard: Heard) => {
  const channel = openChannel(CHANNEL);
  let cancel = () => {};
  const going = (isGoing: boolean): void => {
    cancel();
    heard.going(isGoing);
    if (isGoing) cancel = clock.after(going_ms_max, () => heard.going(false));
  };
  channel.listen((message) => {
    const { said, user_id } = (message ?? {}) as { said?: Said; user_id?: number };
    if (account.userId() === 0 || user_id !== account.userId()) return;
    if (said === 'gone') heard.gone();
    else going(said === 'going');
  });
  return {
    say: (said: Said): void => channel.post({ said, user_id: account.userId() }),
  };
};
