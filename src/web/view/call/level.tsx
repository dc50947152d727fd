import { useEffect, useRef } from 'preact/hooks';
import type { Calls } from '../../model/calls/calls';
import { useApp } from '../ui/use-app';

const every_ms = 60;

/** How loud the microphone is: a bar that moves with the voice. */
export const Level = ({ calls }: { calls: Calls }) => {
  const { t } = useApp();
  const bar = useRef<HTMLSpanElement>(null);
  const source = calls.media.microphone.value;
  useEffect(() => {
    if (source === null) return;
    const meter = calls.meter(source);
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
