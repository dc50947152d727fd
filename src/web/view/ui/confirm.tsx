import { w } from '../../i18n/language';
import { question } from '../../model/state';
import { Dialog } from './dialog';

/** Asks before what can't be undone. */
export const Question = () => {
  const asked = question.value;
  if (asked === null) return null;
  const answer = (isYes: boolean) => {
    question.value = null;
    asked.answer(isYes);
  };
  return (
    <Dialog title={asked.title} kind="slim" onClose={() => answer(false)}>
      <p>{asked.text}</p>
      <div class="dialog-foot">
        <button type="button" onClick={() => answer(false)}>
          {w.value.cancel}
        </button>
        <button
          type="button"
          class={asked.isGrave ? 'primary danger' : 'primary'}
          onClick={() => answer(true)}
        >
          {asked.act}
        </button>
      </div>
    </Dialog>
  );
};
