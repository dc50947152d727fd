// A call over everything: on a phone by one thumb, by keys, and for a screen reader.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, IconButton } from '../ui/icon';
import { useModal } from '../ui/modal';
import { PersonName } from '../ui/person/person-name';
import { Toasts } from '../ui/toast';
import { useApp } from '../ui/use-app';
import { After, Answers, Controls } from './controls';
import { Devices } from './devices';
import { hasTheirPicture, OwnPicture, TheirPicture } from './pictures';
import type { CallProps } from './props';
import { endText, phaseText, sealOf } from './words';

interface Props extends CallProps {
  now: number;
  onSmall: () => void;
}

const Seal = ({ call, friend }: Pick<CallProps, 'call' | 'friend'>) => {
  const app = useApp();
  const seal = sealOf(app, call, friend);
  if (seal === null) return null;
  return (
    <p class={seal.isSealed ? 'call-seal' : 'call-seal open'}>
      <Icon name={seal.isSealed ? 'lock' : 'open'} />
      {seal.text}
    </p>
  );
};

/** What can't be had of this device, and what the other one does. */
const Notes = ({ calls, call, friend }: CallProps) => {
  const { t, naming } = useApp();
  const name = naming.called(friend);
  const texts = t.value.call;
  const { microphone, camera, screen } = calls.media.troubles.value;
  const theirs = calls.remote.value.sending;
  const lines = [
    call.phase === 'incoming' && call.trouble ? texts.troubles.microphone[call.trouble] : '',
    call.phase !== 'incoming' && microphone ? texts.troubles.microphone[microphone] : '',
    camera ? texts.troubles.camera[camera] : '',
    screen ? texts.troubles.screen[screen] : '',
    call.phase === 'running' && !theirs.microphone ? texts.theyAreMuted(name) : '',
    call.phase === 'running' && theirs.screen ? texts.theyShare(name) : '',
  ].filter((line) => line !== '');
  return (
    <div class="call-notes" role="status">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
};

/** The page as a whole, or a small window of the system. */
const Views = ({ hasPicture, onSmall }: { hasPicture: boolean; onSmall: () => void }) => {
  const { t } = useApp();
  const texts = t.value.call;
  const box = useRef<HTMLDivElement>(null);
  // A dialog itself can't fill the screen (Fullscreen API, 3): what stands in it can.
  const screen = () => box.current?.closest('.call-screen');
  const float = () => {
    const video = screen()?.querySelector<HTMLVideoElement>('video.call-theirs');
    void video?.requestPictureInPicture?.().catch(() => {});
  };
  const fill = () => {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : screen()?.requestFullscreen?.();
    void change?.catch(() => {});
  };
  return (
    <div class="call-views" ref={box}>
      <IconButton icon="below" label={texts.small} onClick={onSmall} />
      <span class="call-views-rest" />
      {hasPicture && document.pictureInPictureEnabled ? (
        <IconButton icon="pip" label={texts.pictureInPicture} onClick={float} />
      ) : null}
      {document.fullscreenEnabled ? (
        <IconButton icon="expand" label={texts.fullScreen} onClick={fill} />
      ) : null}
    </div>
  );
};

const Foot = (props: CallProps & { isDevices: boolean; onDevices: () => void }) => {
  const { phase } = props.call;
  if (phase === 'incoming') return <Answers {...props} />;
  return phase === 'ended' ? <After {...props} /> : <Controls {...props} />;
};

/** By Escape, and by a step back of the browser: the call goes on, and what rings stays over everything. */
const waysOut = (
  { calls, call: { phase }, onSmall }: Props,
  element: { readonly current: HTMLDialogElement | null },
) => {
  const leave = () => (phase === 'ended' ? calls.dismiss() : onSmall());
  return {
    onCancel(event: Event): void {
      event.preventDefault();
      if (phase !== 'incoming') leave();
    },
    onClose({ target }: Event): void {
      const dialog = element.current;
      if (dialog === null || target !== dialog) return;
      if (phase === 'incoming') dialog.showModal();
      else leave();
    },
  };
};

export const CallWindow = (props: Props) => {
  const app = useApp();
  const { calls, call, friend, now, onSmall } = props;
  const { element, layer } = useModal();
  const [isDevices, setDevices] = useState(false);
  const hasPicture = hasTheirPicture(props);
  const isIncoming = call.phase === 'incoming';
  const texts = app.t.value.call;
  // Whoever is typing presses nothing here by that, from the moment in which it is open.
  useLayoutEffect(() => element.current?.focus(), []);
  const ways = waysOut(props, element);
  return (
    <dialog
      ref={element}
      class={hasPicture ? 'call with-picture' : 'call'}
      data-phase={call.phase}
      tabIndex={-1}
      aria-label={
        isIncoming
          ? texts.incomingFrom[call.kind](app.naming.called(friend))
          : texts.callWith(app.naming.called(friend))
      }
      {...ways}
    >
      <div class="call-screen">
        <TheirPicture {...props} />
        <header class="call-head">
          {isIncoming || call.phase === 'ended' ? null : (
            <Views hasPicture={hasPicture} onSmall={onSmall} />
          )}
          <h2>
            <PersonName person={friend} />
          </h2>
          <p class="call-phase" role={call.phase === 'running' ? 'timer' : 'status'}>
            {phaseText(app, calls, call, now) || endText(app, call, app.naming.called(friend))}
          </p>
          {call.phase === 'ended' ? null : <Seal call={call} friend={friend} />}
          <Notes {...props} />
        </header>
        {isDevices ? null : <OwnPicture calls={calls} />}
        <footer class="call-foot">
          {isDevices && call.phase !== 'ended' ? <Devices calls={calls} call={call} /> : null}
          {isIncoming ? (
            <button
              type="button"
              class="small call-check"
              aria-pressed={isDevices}
              onClick={() => setDevices(!isDevices)}
            >
              <Icon name="sliders" />
              {texts.devices}
            </button>
          ) : null}
          <Foot {...props} isDevices={isDevices} onDevices={() => setDevices(!isDevices)} />
        </footer>
        <Toasts layer={layer} />
      </div>
    </dialog>
  );
};
