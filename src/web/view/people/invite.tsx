import { useEffect, useState } from 'preact/hooks';
import type { Invite as Invitation } from '../../../features/invites/model';
import { shortTime } from '../../i18n/format';
import { attempt, w } from '../../i18n/language';
import { app } from '../../model/app';
import { say } from '../../model/state';
import { Icon } from '../ui/icon';
import { Qr } from '../ui/qr';

const Link = ({ link }: { link: string }) => {
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    say(w.value.copied);
  };
  return (
    <>
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

/** By link or QR code; the open ones can be shown again, and taken back. */
export const Invite = () => {
  const [link, setLink] = useState('');
  const [open, setOpen] = useState<Invitation[]>([]);
  const load = async () => setOpen(await app.people.invites());
  useEffect(() => attempt(load), []);
  const make = async () => {
    setLink(await app.people.invite());
    await load();
  };
  const revoke = (code: string) => async () => {
    await app.people.revoke(code);
    if (link.includes(code)) setLink('');
    await load();
  };
  return (
    <section>
      <h3>{w.value.invite}</h3>
      <p class="hint">{w.value.inviteText}</p>
      {link ? <Link link={link} /> : null}
      <button type="button" class={link ? '' : 'primary'} onClick={() => attempt(make)}>
        {link ? w.value.makeAnother : w.value.makeInvite}
      </button>
      {open.length > 0 ? (
        <ul class="list" aria-label={w.value.openInvites}>
          {open.map(({ code, expires_at }) => (
            <li class="request" key={code}>
              <span class="row-text">
                <span class="row-name">…{code.slice(-6)}</span>
                <span class="row-line">{w.value.goodUntil(shortTime(expires_at))}</span>
              </span>
              <button type="button" class="small" onClick={() => setLink(app.people.linkOf(code))}>
                {w.value.show}
              </button>
              <button type="button" class="small danger" onClick={() => attempt(revoke(code))}>
                {w.value.takeBack}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
};
