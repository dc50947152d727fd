import { previewText } from '../message/preview';
import { IconButton } from '../ui/icon';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import type { ComposerProps } from './props';

/** Above the text: the message that is answered or edited. */
export const Context = ({ friend, reply, edited, onDone }: ComposerProps) => {
  const app = useApp();
  const { t } = app;
  const about = edited ?? reply;
  if (about === null) return null;
  const isTheirs = about.sender_id !== app.account.userId();
  const replying = isTheirs
    ? t.value.composer.replyingTo(nameOf(app, friend))
    : t.value.composer.replyingToSelf;
  return (
    <div class="composer-context">
      <div>
        <strong>{edited ? t.value.composer.editing : replying}</strong>
        <p dir="auto">{previewText(app, about)}</p>
      </div>
      <IconButton icon="close" label={t.value.ui.cancel} onClick={onDone} />
    </div>
  );
};
