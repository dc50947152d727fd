import { useState } from 'preact/hooks';
import { FormError } from '../../i18n/form-errors';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { useApp } from '../ui/use-app';

/** Goes to a day; the calendar is the browser's own. */
export const DayDialog = ({ friend_id, onClose }: { friend_id: number; onClose: () => void }) => {
  const { t, actions, format } = useApp();
  const [day, setDay] = useState('');
  const go = async () => {
    if (day > new Date().toLocaleDateString('sv')) {
      throw new FormError({ day: (t) => t.form.dayInFuture });
    }
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    // Midnight in the reader's time zone.
    const kept_since_ms = await actions.toDay(friend_id, new Date(year, month - 1, date).getTime());
    if (kept_since_ms === null) return onClose();
    const since = format.dayName(new Date(kept_since_ms).toISOString());
    throw new FormError({ day: (t) => t.form.dayNotKept(since) });
  };
  return (
    <Dialog title={t.value.conversation.goToDay} onClose={onClose}>
      <Form submit={t.value.conversation.go} onSubmit={go}>
        <Field
          name="day"
          label={t.value.conversation.day}
          type="date"
          value={day}
          onValue={setDay}
          required
        />
      </Form>
    </Dialog>
  );
};
