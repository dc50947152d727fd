// The row that leads to what was put away, and back.
import type { Conversation } from '../../model/messages/newest';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

interface Props {
  all: Conversation[];
  isOpen: boolean;
  onToggle: () => void;
}

export const Archive = ({ all, isOpen, onToggle }: Props) => {
  const { t } = useApp();
  const { archived, nothingArchived, unread } = t.value.sidebar;
  const count = all.reduce((sum, { unread_count }) => sum + unread_count, 0);
  return (
    <>
      <button type="button" class="archive-row" aria-expanded={isOpen} onClick={onToggle}>
        <Icon name={isOpen ? 'back' : 'archive'} />
        <span class="archive-name">{archived}</span>
        {count > 0 ? (
          <span class="badge quiet">
            <span aria-hidden="true">{count}</span>
            <span class="visually-hidden">{unread(count)}</span>
          </span>
        ) : (
          <span class="archive-count">{isOpen ? '' : all.length}</span>
        )}
      </button>
      {isOpen && all.length === 0 ? <p class="caption">{nothingArchived}</p> : null}
    </>
  );
};
