// When this tab writes after another one: what that one did not write any more is asked for, while
// new events come in by the socket.
import { answers } from '../../net/answers';
import type { Api } from '../../net/api';
import type { Frame } from '../../net/frames';
import { isFrame } from '../../net/frames';
import type { Progress } from '../../store/offline/schema';
import type { HistoryPages } from '../window/pages';
import type { OfflineWriter } from './writer';

const page_events = 100;

interface Needs {
  api: Api;
  offlineWriter: OfflineWriter;
  pages: Pick<HistoryPages, 'loadList'>;
}

export const createTakeOver = (
  { api, offlineWriter, pages }: Needs,
  receive: (frame: Frame) => Promise<unknown>,
) => {
  let from: Progress | undefined;
  let isRunning = false;

  const catchUp = async ({ epoch, seq }: Progress): Promise<void> => {
    const gap = offlineWriter.gap({ epoch, seq });
    for (let [since, before] = [seq, -1]; since > before; ) {
      before = since;
      const path = `/events?since=${since}&epoch=${epoch}&limit=${page_events}`;
      const missed = await api.get(path, answers.missed);
      if (!missed.resumed) {
        offlineWriter.hello(missed.epoch, missed.seq, false);
        // From the newest of each conversation on it is walked through again.
        return pages.loadList();
      }
      for (const event of missed.events) {
        if (!isFrame(event)) continue;
        await receive(event).catch(() => {});
        since = Math.max(since, event.seq ?? since);
      }
      if (!missed.more) break;
    }
    // A server that gets no further has nothing more to say.
    offlineWriter.done(gap);
  };
  const run = async (): Promise<void> => {
    if (from === undefined || isRunning) return;
    isRunning = true;
    const after = from;
    await catchUp(after)
      .then(() => {
        if (from === after) from = undefined;
      })
      .catch(() => {})
      .finally(() => {
        isRunning = false;
      });
  };
  return {
    begin(after: Progress): void {
      from = after;
      void run();
    },
    /** With each connection, if it could not be done before. */
    again: (): void => void run(),
  };
};
