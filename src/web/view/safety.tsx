import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../realtime/views';
import { app } from '../model/app';
import { isKeyChanged } from '../model/keys';
import { opened, peerKeys, pins } from '../model/state';
import { attempt, w } from '../words/words';
import { Dialog } from './dialog';
import { Qr } from './qr';

const Numbers = ({ friend }: { friend: Friend }) => {
  const [digits, setDigits] = useState('');
  useEffect(() => {
    attempt(async () => setDigits(await app.chat.safetyNumber(friend.id)));
  }, [friend.id]);
  const isVerified = pins.value[friend.id]?.verified === true && !isKeyChanged(friend.id);
  return (
    <>
      <p>{w.value.sealedText(friend.username)}</p>
      {digits ? <Qr text={digits} label={w.value.qr} /> : null}
      <p class="code" data-safety={digits}>
        {(digits.match(/.{5}/g) ?? []).map((group, at) => (
          <span key={`${at}${group}`}>{group} </span>
        ))}
      </p>
      <button
        type="button"
        class={isVerified ? '' : 'primary'}
        onClick={() => attempt(() => app.chat.trust(friend.id, !isVerified))}
      >
        {isVerified ? w.value.unverify : w.value.markVerified}
      </button>
    </>
  );
};

export const Safety = ({ friend, onClose }: { friend: Friend; onClose: () => void }) => {
  const leave = (question: string, act: () => Promise<unknown>) => {
    if (!confirm(question)) return;
    attempt(async () => {
      await act();
      opened.value = null;
    });
  };
  const { id, username } = friend;
  return (
    <Dialog title={w.value.sealed} onClose={onClose}>
      {peerKeys.value[id] ? <Numbers friend={friend} /> : <p>{w.value.notSealed(username)}</p>}
      <div class="actions">
        <button
          type="button"
          class="danger"
          onClick={() => leave(w.value.unfriendText(username), () => app.people.unfriend(id))}
        >
          {w.value.unfriend}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => leave(w.value.blockText(username), () => app.people.block(id))}
        >
          {w.value.block}
        </button>
      </div>
    </Dialog>
  );
};
