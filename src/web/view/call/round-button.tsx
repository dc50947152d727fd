import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';

interface Props {
  icon: IconName;
  label: string;
  onClick: () => void;
  kind?: string;
  isPressed?: boolean;
  disabled?: boolean;
}

/** One of a call: large enough for a thumb, with its name below it. */
export const RoundButton = ({ icon, label, onClick, kind = '', isPressed, disabled }: Props) => (
  <button
    type="button"
    class={`call-button ${kind}`}
    aria-pressed={isPressed}
    onClick={onClick}
    disabled={disabled}
  >
    <span class="call-button-round">
      <Icon name={icon} />
    </span>
    <span class="call-button-name">{label}</span>
  </button>
);
