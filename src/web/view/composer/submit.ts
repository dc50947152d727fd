// The button and the Enter key: a message, its files, or an edit.
import { useState } from 'preact/hooks';
import { sealed_text_bytes_max } from '../../../protocol/limits';
import type { Item } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import type { ComposerProps } from './props';
import { sendAndReport, sendFiles, sizeOf } from './sending';

interface Written {
  text: string;
  draft: string;
  files: File[];
  isOriginal: boolean;
}

export const useSubmit = (props: ComposerProps, written: Written, onSent: () => void) => {
  const app = useApp();
  const { attempt, actions, chosenFiles, drafts, keys } = app;
  const { friend, reply, edited, onDone } = props;
  const { text, draft, files, isOriginal } = written;
  const [isBusy, setBusy] = useState(false);
  const isPlain = keys.peerKeys.value[friend.id] === null;
  const over_bytes = sizeOf(text) - sealed_text_bytes_max;
  const canSend = (text.trim() !== '' || files.length > 0) && over_bytes <= 0 && !isBusy;
  const saveEdit = async (item: Item, next: string) => {
    const typed = drafts.read(draft);
    if (next !== item.text) {
      setBusy(true);
      // The draft stays until the edit is on the server.
      await actions.edit(item, next).finally(() => setBusy(false));
    }
    // What was typed since is not in it: it goes on.
    if (drafts.read(draft) === typed) onDone();
  };
  const sendNew = (body: string) => {
    const reply_to = reply?.id ?? null;
    if (files.length > 0) {
      const beside = { text: isPlain ? '' : body, reply_to };
      const outgoing = { friend_id: friend.id, files, isOriginal, beside, draft };
      attempt(() => sendFiles(app, outgoing));
    }
    // A file that is not encrypted carries no text.
    if (body && (files.length === 0 || isPlain)) {
      attempt(() => sendAndReport(app, actions.send(friend.id, body, reply_to, draft)));
    }
    chosenFiles.remove(friend.id);
    // It stays on the device until the message does.
    drafts.sent(draft);
    onSent();
  };
  return {
    isPlain,
    over_bytes,
    canSend,
    submit() {
      if (!canSend) return;
      const body = text.trim();
      if (edited) attempt(() => saveEdit(edited, body));
      else sendNew(body);
    },
  };
};
