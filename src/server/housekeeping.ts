// Periodic work that nobody asks for.
import { forgetTexts } from '../features/messages/forget-texts';
import { indexMore, uniteWords } from '../features/messages/index-words';
import { expireMessages } from '../features/messages/retention';
import { sweepSubscriptions } from '../features/push/states';
import { sessionsEnded } from '../features/shared/end-sessions';
import { clearAccount } from '../features/user/delete';
import { compactIfWorth } from '../operator/compact';
import {
  day_ms,
  event_age_ms,
  housekeeping_every_ms,
  housekeeping_first_after_ms,
  index_batches_max,
  index_every_ms,
  index_quiet_per_tick,
  known_network_age_ms,
  prune_events_max,
  session_absolute_ms,
  vault_age_ms,
} from '../protocol/limits';
import { search_removal_pause_ms } from '../protocol/search-limits';
import { partial_upload_age_ms, upload_unnamed_age_ms } from '../protocol/upload-limits';
import type { World } from '../world';

/** The words of long texts that were deleted or corrected go part by part. */
const createWordRemoval = ({
  ledger,
  log,
  search,
  walScrub,
}: Pick<World, 'ledger' | 'log' | 'search' | 'walScrub'>) => {
  let isRemoving = false;
  return async (): Promise<void> => {
    if (isRemoving) return;
    isRemoving = true;
    try {
      while (await ledger.write(() => search.removeMore())) {
        walScrub.schedule();
        await Bun.sleep(search_removal_pause_ms);
      }
    } catch (error) {
      log.warn('words of deleted texts are still in the search index', { error });
    } finally {
      isRemoving = false;
    }
  };
};

/** Runs at the start and then periodically. Returns a function that stops it. */
export const startHousekeeping = (world: World): (() => void) => {
  const { ledger, files, sessions, invites, users, eventLog, search, fileDeletion, log } = world;
  const run = async () => {
    try {
      await ledger.write((job) => {
        const { now, after } = job;
        for (const { id, user_id } of sessions.sweep(now)) sessionsEnded(world, job, user_id, [id]);
        world.endedSessions.sweep(now - session_absolute_ms);
        if (world.keys.sweepVaults(now - vault_age_ms)) after(() => world.walScrub.schedule());
        invites.sweep(now);
        world.friendLinks.sweep(now);
        world.knownNetworks.sweep(now - known_network_age_ms);
        sweepSubscriptions(world, job);
        world.partialUploads.sweep(now - partial_upload_age_ms);
        const forgotten = files.unnamedBefore(now - upload_unnamed_age_ms);
        for (const id of forgotten) files.markDeleted(id, now);
      });
      for (const id of world.accountDeletion.unfinished()) await clearAccount(world, id);
      await forgetTexts(world);
      while (await ledger.write(() => users.fillLookalikes()));
      const { retention_days } = world.config;
      if (retention_days !== undefined) {
        const before = world.clock.now() - retention_days * day_ms;
        while (await expireMessages(world, before));
      }
      let pruned = prune_events_max;
      while (pruned === prune_events_max) {
        pruned = await ledger.write(({ now }) =>
          eventLog.prune(now - event_age_ms, prune_events_max),
        );
      }
    } catch (error) {
      log.warn('housekeeping was postponed', { error });
    }
    await fileDeletion.run();
    await compactIfWorth(world).catch((error) =>
      log.warn('free space could not be given back', { error }),
    );
  };
  const removeWords = createWordRemoval(world);
  let newest = search.newest();
  // The index catches up when little is written; a search doesn't wait for that.
  const index = async () => {
    void removeWords();
    const before = newest;
    newest = search.newest();
    if (newest - before > index_quiet_per_tick) return;
    try {
      for (let i = 0; i < index_batches_max && search.isBehind(); i += 1) {
        await indexMore(world);
      }
      await uniteWords(world);
    } catch (error) {
      log.warn('the search index could not be updated', { error });
    }
  };
  const indexing = setInterval(index, index_every_ms);
  indexing.unref();
  // The first answer after a start comes first.
  const first = setTimeout(run, housekeeping_first_after_ms);
  const timer = setInterval(run, housekeeping_every_ms);
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
    clearInterval(indexing);
  };
};
