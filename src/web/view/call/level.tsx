import { useEffect, useRef } from 'preact/hooks';
import type { CallPlatform, Source } from '../../model/calls/platform';
import { useApp } from '../ui/use-app';

const every_ms = 60;

interface Props {
  source: Source | null;
  listen: CallPlatform['meter'];
}

/** How loud the microphone is: a bar that moves with the voice. */
export const Level = ({ source, listen }: Props) => {
  const { t } = useApp();
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (source === null) return;
    const meter = listen(source);
    const timer = setInterval(() => {
      bar.current?.style.setProperty('--level', String(meter.level()));
    }, every_ms);
    return () => {
      clearInterval(timer);
      meter.close();
    };
  }, [source]);
  return (
    <span class="call-level" role="img" aria-label={t.value.call.level}>
      <span ref={bar} />
    </span>
  );
};
