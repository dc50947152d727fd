import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Invite as Invitation } from '../../../features/invites/model';
import { reachOf } from '../../model/people/address-scope';
import { Icon } from '../ui/icon';
import { copyText } from '../ui/pass-file';
import { Face } from '../ui/person/face';
import { Qr } from '../ui/qr';
import { useApp } from '../ui/use-app';

const many_uses = 10;

const isOpen = ({ used, uses }: Invitation) => used < uses;

/** Of an account that is gone nobody knows the name. */
const usedBy = ({ used, used_by }: Invitation): string => {
  const {
    t,
    naming,
    format: { listOf },
  } = useApp();
  if (used === 0) return '';
  const names = used_by.map(({ user }) => naming.called(user));
  return names.length > 0 ? t.value.people.usedBy(listOf(names)) : t.value.people.used;
};

/** Before it is sent to someone whom it leads nowhere. */
const Warning = ({ link }: { link: string }) => {
  const { t } = useApp();
  const { hostname } = new URL(link);
  const reach = reachOf(hostname);
  if (reach === 'everyone') return null;
  return (
    <p class="note" role="status">
      <Icon name="warn" />
      {reach === 'device'
        ? t.value.people.linkOnlyOnDevice(hostname)
        : t.value.people.linkOnlyInNetwork(hostname)}
    </p>
  );
};

const Link = ({ link }: { link: string }) => {
  const app = useApp();
  const { t, attempt } = app;
  const copy = () => copyText(app, link);
  return (
    <>
      <div class="actions">
        <button type="button" class="primary" onClick={() => attempt(copy)}>
          <Icon name="copy" />
          {t.value.people.copyLink}
        </button>
        {'share' in navigator ? (
          <button type="button" onClick={() => attempt(() => navigator.share({ url: link }))}>
            <Icon name="share" />
            {t.value.ui.share}
          </button>
        ) : null}
      </div>
      <Warning link={link} />
      <Qr text={link} label={t.value.ui.qrCode} kind="across" />
      <p class="link" data-link={link}>
        {link}
      </p>
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
    t,
    attempt,
    format: { shortTime },
  } = useApp();
  return (
    <li class="request">
      <span class="row-text">
        <span class="row-name">…{invitation.code.slice(-6)}</span>
        <span class="row-line">
          {[t.value.people.validUntil(shortTime(invitation.expires_at)), usedBy(invitation)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <button type="button" class="small" onClick={onShow}>
        {t.value.people.show}
      </button>
      <button type="button" class="small danger" onClick={() => attempt(onRevoke)}>
        {t.value.people.withdraw}
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
      {last ? <Face person={last.user} /> : null}
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

/** Those of this person, and the one that is shown. */
const useInvitations = (isAsked: boolean) => {
  const {
    attempt,
    people,
    people: { friends },
  } = useApp();
  const [shown, setShown] = useState('');
  const [all, setAll] = useState<Invitation[]>([]);
  const wanted = useRef(isAsked);
  /** A list that was asked for before something was made or withdrawn says nothing of it. */
  const turn = useRef(0);
  const make = async (uses: number) => {
    const made = await people.invite(uses);
    turn.current += 1;
    setAll((known) => [made, ...known]);
    setShown(made.code);
  };
  /** One that nobody has used yet does as well as a new one. */
  const want = async (listed: Invitation[]) => {
    if (!wanted.current) return;
    wanted.current = false;
    const unused = listed.find(({ used, uses }) => used === 0 && uses === 1);
    if (unused) setShown(unused.code);
    else await make(1);
  };
  const load = async () => {
    turn.current += 1;
    const own = turn.current;
    const listed = await people.invites();
    if (own !== turn.current) return;
    setAll(listed);
    await want(listed);
  };
  // Whoever used one is a friend from then on.
  useEffect(() => attempt(load), [friends.value]);
  // One may have been withdrawn on another device.
  useLayoutEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === 'visible') load().catch(() => {});
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, []);
  const open = all.filter(isOpen);
  return {
    open,
    used: all.filter((each) => !isOpen(each)),
    link: open.find(({ code }) => code === shown),
    show: setShown,
    make,
    async revoke(code: string) {
      await people.revoke(code);
      // Whether the list can be read again now or not.
      setAll((known) => known.filter((each) => each.code !== code));
      await load();
    },
  };
};

/** By link or QR code; the open ones can be shown again, and taken back. `isAsked`: one is wanted now. */
export const Invite = ({ isAsked = false }: { isAsked?: boolean }) => {
  const { t, attempt, people } = useApp();
  const { open, used, link, show, make, revoke } = useInvitations(isAsked);
  return (
    <section>
      <h3>{t.value.people.invite}</h3>
      <p class="hint">{t.value.people.inviteText}</p>
      {link ? <Link link={people.linkOf(link)} /> : null}
      <div class="actions">
        <button type="button" class={link ? '' : 'primary'} onClick={() => attempt(() => make(1))}>
          {link ? t.value.people.createAnotherLink : t.value.people.createLink}
        </button>
        <button type="button" onClick={() => attempt(() => make(many_uses))}>
          {t.value.people.createLinkForMany(many_uses)}
        </button>
      </div>
      {link && link.uses > 1 ? <p class="hint">{t.value.people.linkForManyText}</p> : null}
      {open.length > 0 ? (
        <ul class="list" aria-label={t.value.people.openInvitations}>
          {open.map((invitation) => (
            <Open
              key={invitation.code}
              invitation={invitation}
              onShow={() => show(invitation.code)}
              onRevoke={() => revoke(invitation.code)}
            />
          ))}
        </ul>
      ) : null}
      {used.length > 0 ? (
        <ul class="list" aria-label={t.value.people.usedInvitations}>
          {used.map((invitation) => (
            <Used key={invitation.code} invitation={invitation} />
          ))}
        </ul>
      ) : null}
    </section>
  );
};
