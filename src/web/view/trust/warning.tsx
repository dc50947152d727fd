// One line of warning, with what can be done about it.
import type { ComponentChildren } from 'preact';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';

interface WarningProps {
  icon: IconName;
  kind?: string;
  text: string;
  children?: ComponentChildren;
}

export const Warning = ({ icon, kind = '', text, children }: WarningProps) => (
  <div class={`line ${kind}`} role="status">
    <Icon name={icon} />
    <p>{text}</p>
    {children ? <div class="actions">{children}</div> : null}
  </div>
);
