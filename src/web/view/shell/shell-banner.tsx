// The line above everything, once somebody is signed in.
import type { ExportState } from '../../model/exports/exports';
import type { Notice } from '../../model/keys/notices';
import { SUSPICIONS } from '../../model/keys/notices';
import { exportWords } from '../exports/status';
import { ChangeKey } from '../trust/change-key';
import { useApp } from '../ui/use-app';
import { CommonBanner, Dismiss, Line } from './banner';

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

/** As long as it goes on, wherever one is; then until its end was read. */
const ExportLine = ({ state }: { state: ExportState }) => {
  const app = useApp();
  const { t, exports } = app;
  const isFailed = state.phase === 'failed';
  const isRunning = state.phase === 'running';
  return (
    <Line
      icon={isFailed ? 'warn' : 'down'}
      text={exportWords(app, state)}
      isCalm={!isFailed}
      isRunning={isRunning}
    >
      {isRunning ? (
        <button type="button" class="small" onClick={exports.stop}>
          {t.value.exports.stop}
        </button>
      ) : (
        <Dismiss onClick={exports.dismiss} />
      )}
    </Line>
  );
};

export const ShellBanner = () => {
  const {
    t,
    exports,
    isOnline,
    screen: { phase, clockOff_ms, isRestored, isStorageBlocked },
    notices: { notices },
    offline: { trouble, dismiss },
  } = useApp();
  const [notice] = notices.value;
  const isReady = phase.value === 'ready';
  if (isReady && exports.state.value) return <ExportLine state={exports.state.value} />;
  if (isReady && !isOnline.value) return <Line icon="cloud" text={t.value.shell.offline} />;
  if (notice) return <VaultNotice notice={notice} />;
  const isOther = isRestored.value || clockOff_ms.value !== 0 || isStorageBlocked.value;
  if (!isReady || trouble.value === null || isOther) return <CommonBanner />;
  return (
    <Line icon="warn" text={t.value.shell.storeTrouble[trouble.value]}>
      <Dismiss onClick={dismiss} />
    </Line>
  );
};
