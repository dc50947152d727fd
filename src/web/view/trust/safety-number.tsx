// The number of two keys, as digits and as a QR code. It belongs to the key that it was made of: if
// that changes while the dialog is open, nothing is verified, and comparing begins again.
import { useEffect, useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { Icon } from '../ui/icon';
import { copyText } from '../ui/pass-file';
import { Qr } from '../ui/qr';
import { useApp } from '../ui/use-app';
import { Scan } from './scan';

interface Shown {
  digits: string;
  key_id: string;
}

/** The number of the key that the server names now, and whether it was another one before. */
const useNumber = (friend_id: number) => {
  const {
    attempt,
    actions,
    keys: { peerKeys },
  } = useApp();
  const [shown, setShown] = useState<Shown | null>(null);
  const [isAgain, setAgain] = useState(false);
  const current = peerKeys.value[friend_id]?.key_id;
  useEffect(() => {
    attempt(async () => {
      const next = await actions.safetyNumber(friend_id);
      setShown((before) => {
        if (before && before.key_id !== next?.key_id) setAgain(true);
        return next;
      });
    });
  }, [friend_id, current]);
  return { shown: shown?.key_id === current ? shown : null, isAgain };
};

export const SafetyNumber = ({ friend, isVerified }: { friend: Friend; isVerified: boolean }) => {
  const app = useApp();
  const { t, attempt, actions, toast } = app;
  const { shown, isAgain } = useNumber(friend.id);
  const digits = shown?.digits ?? '';
  const copy = () => copyText(app, digits.replace(/.{5}/g, '$& ').trim());
  const same = (key_id: string) => actions.compared(friend.id, key_id);
  const scanned = (key_id: string) => async () => {
    await same(key_id);
    toast.show(t.value.people.scanMatch);
  };
  const press = () =>
    attempt(async () => {
      if (isVerified) await actions.unverify(friend.id);
      else if (shown) await same(shown.key_id);
    });
  return (
    <section>
      <h3>{t.value.people.safetyNumber}</h3>
      <p class="hint">{t.value.people.safetyNumberText(app.naming.inFull(friend))}</p>
      {isAgain && !isVerified ? (
        <p class="note" role="alert">
          <Icon name="warn" />
          {t.value.trust.compareAgain}
        </p>
      ) : null}
      {digits ? <Qr text={digits} label={t.value.ui.qrCode} /> : null}
      <p class="code" data-safety={digits}>
        {(digits.match(/.{5}/g) ?? []).map((group, at) => (
          <span key={`${at}${group}`}>{group} </span>
        ))}
      </p>
      {shown && !isVerified ? (
        <Scan key={shown.key_id} digits={digits} onSame={scanned(shown.key_id)} />
      ) : null}
      <div class="actions">
        <button type="button" class={isVerified ? '' : 'primary'} onClick={press}>
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
