import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Qr } from '../ui/qr';
import { useApp } from '../ui/use-app';
import { Scan } from './scan';

const Seal = ({ isSealed, isVerified }: { isSealed: boolean; isVerified: boolean }) => {
  const { t } = useApp();
  if (!isSealed) {
    return (
      <p class="seal open">
        <Icon name="open" />
        {t.value.people.notEncrypted}
      </p>
    );
  }
  return (
    <p class="seal">
      <Icon name={isVerified ? 'shield' : 'lock'} />
      {isVerified
        ? `${t.value.people.encrypted} · ${t.value.people.verified}`
        : t.value.people.encrypted}
    </p>
  );
};

const Numbers = ({ friend, isVerified }: { friend: Friend; isVerified: boolean }) => {
  const { t, attempt, actions, toast } = useApp();
  const [digits, setDigits] = useState('');
  useEffect(() => {
    attempt(async () => setDigits(await actions.safetyNumber(friend.id)));
  }, [friend.id]);
  const copy = async () => {
    await navigator.clipboard.writeText(digits.replace(/.{5}/g, '$& ').trim());
    toast.show(t.value.ui.copied);
  };
  const same = async () => {
    await actions.trust(friend.id, true);
    toast.show(t.value.people.scanMatch);
  };
  return (
    <section>
      <h3>{t.value.people.safetyNumber}</h3>
      <p class="hint">{t.value.people.safetyNumberText(friend.username)}</p>
      {digits ? <Qr text={digits} label={t.value.ui.qrCode} /> : null}
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
          {isVerified ? t.value.people.removeVerification : t.value.people.markVerified}
        </button>
        <button type="button" onClick={() => attempt(copy)}>
          <Icon name="copy" />
          {t.value.ui.copy}
        </button>
      </div>
    </section>
  );
};

export const Safety = ({ friend, onClose }: { friend: Friend; onClose: () => void }) => {
  const {
    t,
    attempt,
    people,
    confirm,
    people: { presenceOf },
    pins: { pins },
    keys: { isKeyChanged, peerKeys },
  } = useApp();
  const { id, username } = friend;
  const isSealed = Boolean(peerKeys.value[id]);
  const isVerified = pins.value[id]?.verified === true && !isKeyChanged(id);
  const leave = (act: string, text: string, run: () => Promise<unknown>) =>
    attempt(async () => {
      if (!(await confirm.ask({ title: act, text, action: act, isDangerous: true }))) return;
      await run();
      onClose();
    });
  return (
    <Dialog title={t.value.people.aboutPerson} onClose={onClose}>
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
          {t.value.people.notEncryptedText(username)}
        </p>
      )}
      <section>
        <div class="actions">
          <button
            type="button"
            class="danger"
            onClick={() =>
              leave(t.value.people.unfriend, t.value.people.unfriendText(username), () =>
                people.unfriend(friend),
              )
            }
          >
            {t.value.people.unfriend}
          </button>
          <button
            type="button"
            class="danger"
            onClick={() =>
              leave(t.value.people.block, t.value.people.blockText(username), () =>
                people.blocks.block(friend),
              )
            }
          >
            {t.value.people.block}
          </button>
        </div>
      </section>
    </Dialog>
  );
};
