// Below a message that could not be sent: why, and what can be done about it.
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';

/** Of an album only those that failed; the others stand. */
export const Unsent = ({ members }: { members: Item[] }) => {
  const { t, explain, attempt, actions } = useApp();
  const failed = members.filter(({ state }) => state === 'failed');
  const [first] = failed;
  if (first === undefined) return null;
  const forAll = (act: (item: Item) => Promise<void>) => async () => {
    await Promise.all(failed.map(act));
  };
  return (
    <div class="unsent">
      <span class="unsent-text">{t.value.message.failed}</span>
      <button type="button" class="small" onClick={() => attempt(forAll(actions.retry))}>
        {t.value.ui.retry}
      </button>
      <button type="button" class="small" onClick={() => attempt(forAll(actions.discard))}>
        {t.value.ui.discard}
      </button>
      {first.failure ? <p class="hint">{explain(first.failure)}</p> : null}
    </div>
  );
};
