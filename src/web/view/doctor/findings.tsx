// What was found, and what it means.
import type { Findings, Way, WayName } from '../../model/doctor/findings';
import type { Sentence } from '../../model/doctor/judgement';
import { judge } from '../../model/doctor/judgement';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { sentenceText } from './words';

const TONES = ['bad', 'note', 'good'];
const ICONS = { good: 'check', note: 'info', bad: 'warn' } as const;

const Said = ({ sentence }: { sentence: Sentence }) => {
  const { t } = useApp();
  return (
    <li class="doctor-said" data-tone={sentence.tone}>
      <Icon name={ICONS[sentence.tone]} />
      <p>
        {sentenceText(t.value, sentence)}
        {sentence.who ? <small>{t.value.doctor.who[sentence.who]}</small> : null}
      </p>
    </li>
  );
};

export const Meaning = ({ findings }: { findings: Findings }) => {
  // What is to be changed comes first.
  const said = judge(findings).toSorted((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone));
  return (
    <ul class="doctor-meaning">
      {said.map((sentence) => (
        <Said key={sentence.meaning} sentence={sentence} />
      ))}
    </ul>
  );
};

const ofResult = ({ result }: Way): keyof typeof ICONS => {
  if (result === 'works' || result === 'given') return 'good';
  return result === 'notOffered' ? 'note' : 'bad';
};

interface Props {
  title: string;
  ways: Partial<Record<WayName, Way>>;
}

/** Each way with its result, and how long a message takes there and back. */
export const Ways = ({ title, ways }: Props) => {
  const { t, format } = useApp();
  const texts = t.value.doctor;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="doctor-ways">
        {(Object.entries(ways) as [WayName, Way][]).map(([name, way]) => (
          <li key={name} data-tone={ofResult(way)} data-way={name}>
            <span>{texts.way[name]}</span>
            <span class="doctor-result">
              {way.round_trip_ms === null
                ? texts.results[way.result]
                : `${texts.results[way.result]} · ${texts.ms(format.count(Math.max(1, Math.round(way.round_trip_ms))))}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
