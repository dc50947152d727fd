// One line above everything, for conditions that last: here those that every screen can have.
import type { ComponentChildren } from 'preact';
import type { IconName } from '../ui/icon';
import { Icon, IconButton } from '../ui/icon';
import { useCore } from '../ui/use-app';

interface LineProps {
  icon: IconName;
  text: string;
  /** Nothing is wrong. */
  isCalm?: boolean;
  /** It changes all the time: nobody has it read out with each change. */
  isRunning?: boolean;
  children?: ComponentChildren;
}

export const Line = ({ icon, text, isCalm = false, isRunning = false, children }: LineProps) => (
  <div class={isCalm ? 'banner calm' : 'banner'}>
    <Icon name={icon} />
    {isRunning ? <span>{text}</span> : null}
    <span role="status">{isRunning ? '' : text}</span>
    {children}
  </div>
);

export const Dismiss = ({ onClick }: { onClick: () => void }) => {
  const { t } = useCore();
  return <IconButton icon="close" label={t.value.ui.dismiss} onClick={onClick} />;
};

export const CommonBanner = () => {
  const {
    t,
    format: { span },
    screen,
    screen: { clockOff_ms },
  } = useCore();
  if (screen.isRestored.value) {
    return (
      <Line icon="info" text={t.value.shell.serverRestored}>
        <Dismiss onClick={screen.dismissRestored} />
      </Line>
    );
  }
  if (clockOff_ms.value !== 0) {
    return <Line icon="clock" text={t.value.shell.clockOff(span(clockOff_ms.value))} />;
  }
  if (!screen.isStorageBlocked.value) return null;
  return (
    <Line icon="warn" text={t.value.shell.storageBlocked}>
      <Dismiss onClick={screen.dismissStorageBlocked} />
    </Line>
  );
};
