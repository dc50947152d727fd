import { useState } from 'preact/hooks';
import { app } from '../model/app';
import type { Found } from '../model/people';
import { say } from '../model/state';
import { attempt, w } from '../words/words';
import { Avatar } from './avatar';
import { Dialog } from './dialog';
import { Field } from './field';
import { Form } from './form';
import { Qr } from './qr';

const Result = ({ person }: { person: Found }) => {
  const [isAsked, setAsked] = useState(person.request === 'sent');
  const ask = async () => {
    await app.people.ask(person.id);
    setAsked(true);
  };
  return (
    <li class="request">
      <Avatar person={person} />
      <span class="row-text">
        <span class="row-name">{person.username}</span>
      </span>
      {person.is_friend ? (
        <span class="hint">{w.value.friend}</span>
      ) : (
        <button type="button" class="primary small" disabled={isAsked} onClick={() => attempt(ask)}>
          {isAsked ? w.value.asked : w.value.ask}
        </button>
      )}
    </li>
  );
};

const Invite = () => {
  const [link, setLink] = useState('');
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    say(w.value.copied);
  };
  return (
    <section>
      <h3>{w.value.invite}</h3>
      <p class="hint">{w.value.inviteText}</p>
      {link ? (
        <>
          <Qr text={link} label={w.value.qr} />
          <p class="link" data-link={link}>
            {link}
          </p>
          <button type="button" onClick={() => attempt(copy)}>
            {w.value.copy}
          </button>
        </>
      ) : (
        <button
          type="button"
          onClick={() => attempt(async () => setLink(await app.people.invite()))}
        >
          {w.value.makeInvite}
        </button>
      )}
    </section>
  );
};

export const People = ({ onClose }: { onClose: () => void }) => {
  const [sought, setSought] = useState('');
  const [found, setFound] = useState<Found[] | null>(null);
  return (
    <Dialog title={w.value.addPeople} onClose={onClose}>
      <Form
        submit={w.value.search}
        onSubmit={async () => setFound(await app.people.search(sought))}
      >
        <Field
          label={w.value.username}
          value={sought}
          onValue={setSought}
          hint={w.value.addHint}
          autocomplete="off"
          required
        />
      </Form>
      {found?.length === 0 ? <p role="status">{w.value.nobody}</p> : null}
      <ul class="list">
        {found?.map((person) => (
          <Result key={person.id} person={person} />
        ))}
      </ul>
      <Invite />
    </Dialog>
  );
};
