import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

interface Props {
  count: number;
  /** The reader followed a quote, and goes back to the reply first. */
  hasJumped: boolean;
  onClick: () => void;
}

/** Leads from far up back to the newest message, with the number of unread ones. */
export const ToEnd = ({ count, hasJumped, onClick }: Props) => {
  const { t } = useApp();
  const label = hasJumped ? t.value.conversation.backToReply : t.value.conversation.toNewest;
  return (
    <button type="button" class="to-end" title={label} onClick={onClick}>
      <Icon name="below" />
      <span class="visually-hidden">{label}</span>
      {count > 0 ? (
        <span class="badge">
          <span aria-hidden="true">{count}</span>
          <span class="visually-hidden">{t.value.sidebar.unread(count)}</span>
        </span>
      ) : null}
    </button>
  );
};
