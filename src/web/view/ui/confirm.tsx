import { Dialog } from './dialog';
import { useCore } from './use-app';

/** Asks before what can't be undone. */
export const ConfirmDialog = () => {
  const {
    t,
    confirm: { question, answer },
  } = useCore();
  const asked = question.value;
  if (asked === null) return null;
  return (
    <Dialog title={asked.title} kind="slim" onClose={() => answer(false)}>
      <p>{asked.text}</p>
      <div class="dialog-foot">
        <button type="button" onClick={() => answer(false)}>
          {t.value.ui.cancel}
        </button>
        <button
          type="button"
          class={asked.isDangerous ? 'primary danger' : 'primary'}
          onClick={() => answer(true)}
        >
          {asked.action}
        </button>
      </div>
    </Dialog>
  );
};
