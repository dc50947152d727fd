import { useEffect, useState } from 'preact/hooks';
import type { Invite as Invitation } from '../../../features/invites/model';
import { reachOf } from '../../model/people/reach';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Qr } from '../ui/qr';
import { useApp } from '../ui/use-app';

const isOpen = ({ used, uses }: Invitation) => used < uses;

/** Of an account that is gone nobody knows the name. */
const usedBy = ({ used, used_by }: Invitation): string => {
  const {
    w,
    format: { listOf },
  } = useApp();
  if (used === 0) return '';
  const names = used_by.map(({ user }) => user.username);
  return names.length > 0 ? w.value.usedBy(listOf(names)) : w.value.usedUp;
};

/** Before it is sent to someone whom it leads nowhere. */
const Warning = ({ link }: { link: string }) => {
  const { w } = useApp();
  const { hostname } = new URL(link);
  const reach = reachOf(hostname);
  if (reach === 'everyone') return null;
  return (
    <p class="note" role="status">
      <Icon name="warn" />
      {reach === 'device' ? w.value.linkOfDevice(hostname) : w.value.linkOfNetwork(hostname)}
    </p>
  );
};

const Link = ({ link }: { link: string }) => {
  const {
    w,
    attempt,
    toast: { say },
  } = useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    say(w.value.copied);
  };
  return (
    <>
      <Warning link={link} />
      <Qr text={link} label={w.value.qr} />
      <p class="link" data-link={link}>
        {link}
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={() => attempt(copy)}>
          <Icon name="copy" />
          {w.value.copy}
        </button>
        {'share' in navigator ? (
          <button type="button" onClick={() => attempt(() => navigator.share({ url: link }))}>
            <Icon name="share" />
            {w.value.share}
          </button>
        ) : null}
      </div>
    </>
  );
};

interface OpenProps {
  invitation: Invitation;
  onShow: () => void;
  onRevoke: () => Promise<void>;
}

const Open = ({ invitation, onShow, onRevoke }: OpenProps) => {
  const {
    w,
    attempt,
    format: { shortTime },
  } = useApp();
  return (
    <li class="request">
      <span class="row-text">
        <span class="row-name">…{invitation.code.slice(-6)}</span>
        <span class="row-line">
          {[w.value.goodUntil(shortTime(invitation.expires_at)), usedBy(invitation)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <button type="button" class="small" onClick={onShow}>
        {w.value.show}
      </button>
      <button type="button" class="small danger" onClick={() => attempt(onRevoke)}>
        {w.value.takeBack}
      </button>
    </li>
  );
};

const Used = ({ invitation }: { invitation: Invitation }) => {
  const {
    format: { shortTime },
  } = useApp();
  const last = invitation.used_by.at(-1);
  return (
    <li class="request">
      {last ? <Avatar person={last.user} /> : null}
      <span class="row-text">
        <bdi class="row-name">{usedBy(invitation)}</bdi>
        <span class="row-line">…{invitation.code.slice(-6)}</span>
      </span>
      {last ? (
        <time class="row-side" dateTime={last.used_at}>
          {shortTime(last.used_at)}
        </time>
      ) : null}
    </li>
  );
};

/** By link or QR code; the open ones can be shown again, and taken back. */
export const Invite = () => {
  const {
    w,
    attempt,
    people,
    people: { friends },
  } = useApp();
  const [shown, setShown] = useState('');
  const [all, setAll] = useState<Invitation[]>([]);
  const load = async () => setAll(await people.invites());
  // Whoever used one is a friend from then on.
  useEffect(() => attempt(load), [friends.value]);
  const open = all.filter(isOpen);
  const used = all.filter((each) => !isOpen(each));
  const link = open.find(({ code }) => code === shown);
  const make = async () => {
    const made = await people.invite();
    setAll([made, ...all]);
    setShown(made.code);
  };
  const revoke = (code: string) => async () => {
    await people.revoke(code);
    await load();
  };
  return (
    <section>
      <h3>{w.value.invite}</h3>
      <p class="hint">{w.value.inviteText}</p>
      {link ? <Link link={people.linkOf(link)} /> : null}
      <button type="button" class={link ? '' : 'primary'} onClick={() => attempt(make)}>
        {link ? w.value.makeAnother : w.value.makeInvite}
      </button>
      {open.length > 0 ? (
        <ul class="list" aria-label={w.value.openInvites}>
          {open.map((invitation) => (
            <Open
              key={invitation.code}
              invitation={invitation}
              onShow={() => setShown(invitation.code)}
              onRevoke={revoke(invitation.code)}
            />
          ))}
        </ul>
      ) : null}
      {used.length > 0 ? (
        <ul class="list" aria-label={w.value.usedInvites}>
          {used.map((invitation) => (
            <Used key={invitation.code} invitation={invitation} />
          ))}
        </ul>
      ) : null}
    </section>
  );
};
