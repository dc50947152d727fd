// The call doctor above the page, for a call that failed or with a friend; and the friend's question.
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { lazy } from '../ui/lazy';
import { useApp } from '../ui/use-app';

const Doctor = lazy(async () => (await import('./doctor')).Doctor);

const Question = ({ friend_id }: { friend_id: number }) => {
  const { t, doctor, naming } = useApp();
  const texts = t.value.doctor;
  return (
    <div class="doctor-question" role="status">
      <Icon name="phone" />
      <p>
        {texts.asks(naming.calledById(friend_id))}
        <small>{texts.asksHint}</small>
      </p>
      <span class="doctor-question-buttons">
        <button type="button" class="small" onClick={doctor.decline}>
          {texts.decline}
        </button>
        <button type="button" class="small primary" onClick={doctor.join}>
          {texts.join}
        </button>
      </span>
    </div>
  );
};

export const DoctorLayer = () => {
  const { t, doctor } = useApp();
  const asked = doctor.asked.value;
  const opened = doctor.opened.value;
  if (opened !== null) {
    return (
      <Dialog title={t.value.doctor.title} onClose={doctor.close}>
        <Doctor opened={opened} />
      </Dialog>
    );
  }
  return asked ? <Question friend_id={asked.friend_id} /> : null;
};
