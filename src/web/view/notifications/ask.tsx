import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

const ASKED = 'asked about notifications';

/** Once somebody has written: then it is plain what notifications are for. */
export const AskForNotifications = () => {
  const { t, attempt, push, localStore, conversations } = useApp();
  const [isClosed, setClosed] = useState(localStore.get(ASKED) !== null);
  const hasMessages = conversations.list.value.some(({ preview }) => preview !== null);
  const isDue = !isClosed && hasMessages && !push.isAsked.value && push.trouble.value === null;
  // Nothing is offered that this server can't do; without an answer the next start asks it.
  useEffect(() => {
    if (isDue && push.settings.value === null) push.load().catch(() => {});
  }, [isDue]);
  if (!isDue || !push.settings.value?.enabled) return null;
  const close = () => {
    localStore.set(ASKED, 'yes');
    setClosed(true);
  };
  const texts = t.value.notifications;
  const turnOn = async () => {
    await push.enable('name');
    close();
  };
  return (
    <div class="note calm sidebar-note at-end" role="status">
      <Icon name="bell" />
      <div>
        <p>
          <b>{texts.askTitle}</b> {texts.askText}
        </p>
        <button type="button" class="small primary" onClick={() => attempt(turnOn)}>
          {texts.turnOn}
        </button>{' '}
        <button type="button" class="small" onClick={close}>
          {texts.notNow}
        </button>
      </div>
    </div>
  );
};
