import type { ComponentChildren } from 'preact';
import type { Notice } from '../../model/keys/notices';
import { SUSPICIONS } from '../../model/keys/notices';
import { ChangeKey } from '../trust/change-key';
import type { IconName } from '../ui/icon';
import { Icon, IconButton } from '../ui/icon';
import { useApp } from '../ui/use-app';

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

const Dismiss = ({ onClick }: { onClick: () => void }) => {
  const { t } = useApp();
  return <IconButton icon="close" label={t.value.ui.dismiss} onClick={onClick} />;
};

/** What the vault has to say; each until it was read. */
const VaultNotice = ({ notice }: { notice: Notice }) => {
  const {
    t,
    format: { shortTime },
    notices: { dismiss },
    screen: { phase },
  } = useApp();
  const { kind, at } = notice;
  const text = t.value.trust.notices[kind](at ? shortTime(at) : '');
  return (
    <Line icon="warn" text={text}>
      {SUSPICIONS.includes(kind) && phase.value === 'ready' ? (
        <ChangeKey kind="small" onDone={() => dismiss(kind)} />
      ) : null}
      <Dismiss onClick={() => dismiss(kind)} />
    </Line>
  );
};

/** One line above everything, for conditions that last. */
export const Banner = () => {
  const {
    t,
    isOnline,
    isWhole,
    format: { span },
    screen,
    screen: { phase, clockOff_ms },
    notices: { notices },
    offline,
  } = useApp();
  const [notice] = notices.value;
  if (phase.value === 'ready' && !isOnline.value) {
    return <Line icon="cloud" text={t.value.shell.offline} />;
  }
  if (notice && isWhole.value) return <VaultNotice notice={notice} />;
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
  const trouble = offline.trouble.value;
  if (phase.value === 'ready' && trouble !== null && !screen.isStorageBlocked.value) {
    return (
      <Line icon="warn" text={t.value.shell.storeTrouble[trouble]}>
        <Dismiss onClick={offline.dismiss} />
      </Line>
    );
  }
  if (!screen.isStorageBlocked.value) return null;
  return (
    <Line icon="warn" text={t.value.shell.storageBlocked}>
      <Dismiss onClick={screen.dismissStorageBlocked} />
    </Line>
  );
};
