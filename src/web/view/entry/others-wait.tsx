import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';

/** Before somebody comes in where something of another person waits. */
export const OthersWait = () => {
  const {
    t,
    session: { othersWait },
  } = useApp();
  const texts = t.value.trust.othersWait;
  return (
    <Dialog title={texts.title} kind="slim" onClose={() => othersWait.answer(true)}>
      <p>{texts.text}</p>
      <div class="dialog-foot">
        <button type="button" class="danger" onClick={() => othersWait.answer(false)}>
          {texts.remove}
        </button>
        <button type="button" class="primary" onClick={() => othersWait.answer(true)}>
          {texts.keep}
        </button>
      </div>
    </Dialog>
  );
};
