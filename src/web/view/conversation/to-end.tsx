import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

interface Props {
  count: number;
  /** Someone came from a quote, and goes back there first. */
  hasOrigin: boolean;
  onClick: () => void;
}

/** From far up back to the newest message, with how many are waiting there. */
export const ToEnd = ({ count, hasOrigin, onClick }: Props) => {
  const { t } = useApp();
  const label = hasOrigin ? t.value.conversation.backToReply : t.value.conversation.toNewest;
  return (
    <button type="button" class="to-end" title={label} onClick={onClick}>
      <Icon name="below" />
      <span class="unseen">{label}</span>
      {count > 0 ? (
        <span class="badge">
          <span aria-hidden="true">{count}</span>
          <span class="unseen">{t.value.sidebar.unread(count)}</span>
        </span>
      ) : null}
    </button>
  );
};
