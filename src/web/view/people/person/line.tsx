import type { IconName } from '../../ui/icon';
import { Icon } from '../../ui/icon';

interface Props {
  icon: IconName;
  text: string;
  /** What is chosen now. */
  value?: string;
  isDangerous?: boolean;
  onClick: () => void;
}

/** What the page of a person leads to. */
export const Line = ({ icon, text, value = '', isDangerous = false, onClick }: Props) => (
  <button
    type="button"
    class={isDangerous ? 'person-line danger' : 'person-line'}
    onClick={onClick}
  >
    <Icon name={icon} />
    <span class="plain">{text}</span>
    {value ? (
      <span class="person-value" dir="auto">
        {value}
      </span>
    ) : null}
    {isDangerous ? null : <Icon name="next" />}
  </button>
);
