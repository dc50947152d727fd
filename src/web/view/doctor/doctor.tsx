// The page of the call doctor: alone, with a friend, and for a call that failed.
import { useEffect, useState } from 'preact/hooks';
import type { Doctor as DoctorModel, Together } from '../../model/doctor/doctor';
import { findingsOfCall } from '../../model/doctor/findings';
import type { Opened } from '../../model/doctor/lazy-doctor';
import { Level } from '../call/level';
import { Picture } from '../call/streams';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { Meaning, Ways } from './findings';

/** What the microphone hears and the camera sees, for oneself alone. */
const Devices = ({ model }: { model: DoctorModel }) => {
  const { t } = useApp();
  const { microphone, picture } = model.media;
  return (
    <>
      {picture.value ? (
        <Picture stream={picture.value} label={t.value.call.yourPicture} kind="call-preview" />
      ) : null}
      {microphone.value ? (
        <div class="doctor-hearing">
          <p class="call-hearing">
            <Icon name="microphone" />
            <Level source={microphone.value} listen={model.meter} />
          </p>
          <p class="hint">{t.value.doctor.speak}</p>
        </div>
      ) : null}
    </>
  );
};

const Result = ({ model }: { model: DoctorModel }) => {
  const { t } = useApp();
  const texts = t.value.doctor;
  const findings = model.findings.value;
  const { pair, relays, server } = findings;
  return (
    <>
      <section>
        <h3>{texts.meaning}</h3>
        <Meaning findings={findings} />
      </section>
      {pair?.state === 'joined' ? <Ways title={texts.waysOf(pair.name)} ways={pair.ways} /> : null}
      {server === 'answered' ? <Ways title={texts.ways} ways={relays} /> : null}
    </>
  );
};

const Running = ({ model }: { model: DoctorModel }) => {
  const { t, doctor } = useApp();
  const texts = t.value.doctor;
  const step = model.step.value;
  if (step === 'idle') return null;
  return (
    <>
      {step === 'done' ? (
        <Result model={model} />
      ) : (
        <div class="doctor-step">
          <p class="pulse" role="status">
            {texts.steps[step]}
          </p>
          <button type="button" class="small" onClick={doctor.stop}>
            {texts.stop}
          </button>
        </div>
      )}
      <Devices model={model} />
    </>
  );
};

interface WithFriendProps {
  /** The one whom it is about; 0 for anybody. */
  first: number;
  onStart: (together: Together) => void;
}

const WithFriend = ({ first, onStart }: WithFriendProps) => {
  const { t, naming, people } = useApp();
  const texts = t.value.doctor;
  const friends = people.friends.value;
  const [chosen, setChosen] = useState(people.friendOf(first)?.id ?? friends[0]?.id ?? 0);
  if (friends.length === 0) return null;
  return (
    <section>
      <h3>{texts.together}</h3>
      <p class="hint">{texts.togetherHint}</p>
      <div class="row-buttons">
        <label class="call-device">
          {texts.chooseFriend}
          <select
            value={chosen}
            onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
          >
            {friends.map((friend) => (
              <option key={friend.id} value={friend.id}>
                {naming.called(friend)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => onStart({ friend_id: chosen })}>
          {texts.startTogether}
        </button>
      </div>
    </section>
  );
};

/** What the call itself met on its way. */
const OfCall = ({ opened }: { opened: Extract<Opened, { about: 'call' }> }) => {
  const { t, naming } = useApp();
  const { friend_id, end, trace } = opened;
  const name = naming.calledById(friend_id);
  const text = t.value.call.ends[end === 'answered_elsewhere' ? 'answeredElsewhere' : end];
  return (
    <section>
      <h3>{t.value.doctor.ofCall(name)}</h3>
      <p>{typeof text === 'string' ? text : text(name)}</p>
      {trace ? <Meaning findings={findingsOfCall(name, trace)} /> : null}
    </section>
  );
};

export const Doctor = ({ opened }: { opened: Opened | null }) => {
  const { t, attempt, calls, doctor } = useApp();
  const texts = t.value.doctor;
  const model = doctor.doctor.value;
  const step = model?.step.value ?? 'idle';
  const isInCall = calls.isInCall();
  const friend_id = opened?.about === 'call' ? opened.friend_id : (opened?.together.friend_id ?? 0);
  const start = (together: Together | null) => attempt(() => doctor.start(together));
  useEffect(() => {
    // Joining was the press.
    if (opened?.about === 'friend') start(opened.together);
    return doctor.stop;
  }, [opened]);
  useEffect(() => {
    if (isInCall) doctor.stop();
  }, [isInCall]);
  const isIdle = step === 'idle' || step === 'done';
  return (
    <div class="doctor">
      {opened?.about === 'call' ? <OfCall opened={opened} /> : null}
      <p class="hint">{isInCall ? texts.inCall : texts.intro}</p>
      {model ? <Running model={model} /> : null}
      {isIdle && !isInCall ? (
        <button type="button" class="primary" onClick={() => start(null)}>
          <Icon name="phone" />
          {step === 'done' ? texts.again : texts.start}
        </button>
      ) : null}
      {isIdle && !isInCall ? <WithFriend first={friend_id} onStart={start} /> : null}
    </div>
  );
};
