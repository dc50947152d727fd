import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Qr } from '../ui/qr';
import { useApp } from '../ui/use-app';
import { Scan } from './scan';

const Seal = ({ isSealed, isVerified }: { isSealed: boolean; isVerified: boolean }) => {
  const { w } = useApp();
  if (!isSealed) {
    return (
      <p class="seal open">
        <Icon name="open" />
        {w.value.plainTitle}
      </p>
    );
  }
  return (
    <p class="seal">
      <Icon name={isVerified ? 'shield' : 'lock'} />
      {isVerified ? `${w.value.sealed} · ${w.value.verified}` : w.value.sealed}
    </p>
  );
};

const Numbers = ({ friend, isVerified }: { friend: Friend; isVerified: boolean }) => {
  const {
    w,
    attempt,
    actions,
    toast: { say },
  } = useApp();
  const [digits, setDigits] = useState('');
  useEffect(() => {
    attempt(async () => setDigits(await actions.safetyNumber(friend.id)));
  }, [friend.id]);
  const copy = async () => {
    await navigator.clipboard.writeText(digits.replace(/.{5}/g, '$& ').trim());
    say(w.value.copied);
  };
  const same = async () => {
    await actions.trust(friend.id, true);
    say(w.value.scanSame);
  };
  return (
    <section>
      <h3>{w.value.safetyTitle}</h3>
      <p class="hint">{w.value.sealedText(friend.username)}</p>
      {digits ? <Qr text={digits} label={w.value.qr} /> : null}
      <p class="code" data-safety={digits}>
        {(digits.match(/.{5}/g) ?? []).map((group, at) => (
          <span key={`${at}${group}`}>{group} </span>
        ))}
      </p>
      {digits && !isVerified ? <Scan digits={digits} onSame={same} /> : null}
      <div class="actions">
        <button
          type="button"
          class={isVerified ? '' : 'primary'}
          onClick={() => attempt(() => actions.trust(friend.id, !isVerified))}
        >
          {isVerified ? w.value.unverify : w.value.markVerified}
        </button>
        <button type="button" onClick={() => attempt(copy)}>
          <Icon name="copy" />
          {w.value.copy}
        </button>
      </div>
    </section>
  );
};

export const Safety = ({ friend, onClose }: { friend: Friend; onClose: () => void }) => {
  const {
    w,
    attempt,
    people,
    confirm: { sure },
    people: { presenceOf },
    pins: { pins },
    keys: { isKeyChanged, peerKeys },
  } = useApp();
  const { id, username } = friend;
  const isSealed = Boolean(peerKeys.value[id]);
  const isVerified = pins.value[id]?.verified === true && !isKeyChanged(id);
  const leave = (act: string, text: string, run: () => Promise<unknown>) =>
    attempt(async () => {
      if (!(await sure({ title: act, text, act, isGrave: true }))) return;
      await run();
      onClose();
    });
  return (
    <Dialog title={w.value.aboutPerson} onClose={onClose}>
      <div class="person-head">
        <Avatar person={friend} status={presenceOf(id)?.status} kind="large" />
        <h3 dir="auto">{username}</h3>
        <Seal isSealed={isSealed} isVerified={isVerified} />
      </div>
      {isSealed ? (
        <Numbers friend={friend} isVerified={isVerified} />
      ) : (
        <p class="note">
          <Icon name="warn" />
          {w.value.notSealed(username)}
        </p>
      )}
      <section>
        <div class="actions">
          <button
            type="button"
            class="danger"
            onClick={() =>
              leave(w.value.unfriend, w.value.unfriendText(username), () => people.unfriend(friend))
            }
          >
            {w.value.unfriend}
          </button>
          <button
            type="button"
            class="danger"
            onClick={() =>
              leave(w.value.block, w.value.blockText(username), () => people.blocks.block(friend))
            }
          >
            {w.value.block}
          </button>
        </div>
      </section>
    </Dialog>
  );
};
