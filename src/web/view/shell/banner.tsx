import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { span } from '../../i18n/format';
import { w } from '../../i18n/language';
import { clockOff_ms, isOnline, isRestored, phase } from '../../model/state';
import { isForgetful } from '../../model/store/storage';
import type { IconName } from '../ui/icon';
import { Icon, IconButton } from '../ui/icon';

const isForgettingTold = signal(isForgetful);

interface LineProps {
  icon: IconName;
  text: string;
  children?: ComponentChildren;
}

const Line = ({ icon, text, children }: LineProps) => (
  <p class="banner" role="status">
    <Icon name={icon} />
    {text}
    {children}
  </p>
);

const Dismiss = ({ of }: { of: { value: boolean } }) => (
  <IconButton
    icon="close"
    label={w.value.dismiss}
    onClick={() => {
      of.value = false;
    }}
  />
);

/** What lasts, in one line above everything. */
export const Banner = () => {
  if (phase.value === 'ready' && !isOnline.value) {
    return <Line icon="cloud" text={w.value.offline} />;
  }
  if (isRestored.value) {
    return (
      <Line icon="info" text={w.value.restored}>
        <Dismiss of={isRestored} />
      </Line>
    );
  }
  if (clockOff_ms.value !== 0) {
    return <Line icon="clock" text={w.value.clockOff(span(clockOff_ms.value))} />;
  }
  if (!isForgettingTold.value) return null;
  return (
    <Line icon="warn" text={w.value.forgetful}>
      <Dismiss of={isForgettingTold} />
    </Line>
  );
};
