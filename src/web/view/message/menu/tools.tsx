// Beside a message, while the mouse is on it or it has the focus: react, reply, and the menu.
import { useRef } from 'preact/hooks';
import { IconButton } from '../../ui/icon';
import { useApp } from '../../ui/use-app';

interface Props {
  onReact: (at: { x: number; y: number }) => void;
  /** Null if nothing can be answered here. */
  onReply: (() => void) | null;
  onMore: (at: { x: number; y: number }) => void;
}

export const Tools = ({ onReact, onReply, onMore }: Props) => {
  const { t } = useApp();
  const bar = useRef<HTMLDivElement>(null);
  const below = () => {
    const { left, bottom } = bar.current?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
    return { x: left, y: bottom };
  };
  return (
    <div class="bubble-tools" ref={bar}>
      <IconButton
        icon="more"
        kind="bubble-more"
        label={t.value.message.more}
        onClick={() => onMore(below())}
      />
      {onReply ? (
        <IconButton
          icon="reply"
          kind="bubble-quick"
          label={t.value.message.reply}
          onClick={onReply}
        />
      ) : null}
      <IconButton
        icon="smile"
        kind="bubble-quick"
        label={t.value.message.react}
        onClick={() => onReact(below())}
      />
    </div>
  );
};
