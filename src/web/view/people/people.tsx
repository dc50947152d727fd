// The dialog in which people are found, asked and invited.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Found } from '../../../features/friends/model';
import { fieldErrorsOf } from '../../i18n/form-errors';
import type { FriendRequest } from '../../model/people/people';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { useIsOpen } from '../ui/modal';
import { Face } from '../ui/person/face';
import { PersonName } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import { Invite } from './invite';
import { NotesRow } from './notes-row';

interface ResultProps {
  person: Found[number];
  onAsk: (id: number) => Promise<void>;
  onOpen: () => void;
}

const Result = ({ person, onAsk, onOpen }: ResultProps) => {
  const {
    t,
    attempt,
    actions,
    people,
    people: { requests },
  } = useApp();
  const isOpen = useIsOpen();
  const isAsked = person.request === 'sent';
  const received = requests.value.find(({ user }) => user.id === person.id);
  const ask = () => onAsk(person.id);
  const accept = async (request: FriendRequest) => {
    await people.answer(request, 'accept');
    if (!isOpen()) return;
    onOpen();
    await actions.openConversation(person.id);
  };
  const open = async () => {
    onOpen();
    await actions.openConversation(person.id);
  };
  return (
    <li class="request">
      <Face person={person} />
      <span class="row-text">
        <span class="row-name">
          <PersonName person={person} />
        </span>
        {person.is_friend ? <span class="row-line">{t.value.people.friend}</span> : null}
      </span>
      {person.is_friend ? (
        <button type="button" class="small" onClick={() => attempt(open)}>
          {t.value.people.openChat}
        </button>
      ) : received ? (
        <button type="button" class="primary small" onClick={() => attempt(() => accept(received))}>
          {t.value.people.accept}
        </button>
      ) : (
        <button
          type="button"
          class="primary small"
          aria-disabled={isAsked}
          onClick={() => isAsked || attempt(ask)}
        >
          {isAsked ? t.value.people.requestSent : t.value.people.sendRequest}
        </button>
      )}
    </li>
  );
};

const Sent = ({ sent, onChange }: { sent: FriendRequest[]; onChange: () => Promise<void> }) => {
  const { t, attempt, people, toast } = useApp();
  const takeBack = (request_id: number) => async () => {
    await people.takeBack(request_id);
    await onChange();
    toast.show(t.value.people.withdrawn);
  };
  if (sent.length === 0) return null;
  return (
    <section>
      <h3>{t.value.people.sentRequests}</h3>
      <ul class="list">
        {sent.map(({ request_id, user }) => (
          <li class="request" key={request_id}>
            <Face person={user} />
            <span class="row-text">
              <span class="row-name">
                <PersonName person={user} />
              </span>
              <span class="row-line">{t.value.people.waiting}</span>
            </span>
            <button type="button" class="small" onClick={() => attempt(takeBack(request_id))}>
              {t.value.people.withdraw}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

interface Props {
  query: string;
  /** An invitation is wanted, before anything else. */
  isInviting: boolean;
  onClose: () => void;
}

/** What is written beside a request, and why it was refused. */
const useWords = () => {
  const { t, explain } = useApp();
  const [words, setWords] = useState('');
  const [refused, setRefused] = useState<unknown>(null);
  const errorsOf = (error: unknown) =>
    fieldErrorsOf(error, { names: ['message'], about: {} }, t.value, explain);
  return {
    words,
    error: refused ? (errorsOf(refused).fields.message ?? '') : '',
    write(typed: string): void {
      setRefused(null);
      setWords(typed);
    },
    /** False if its words were refused. */
    async send(ask: (words: string) => Promise<unknown>): Promise<boolean> {
      setRefused(null);
      try {
        await ask(words.trim());
      } catch (error) {
        if (errorsOf(error).rest) throw error;
        setRefused(error);
        return false;
      }
      // What is written by now is for somebody else.
      setWords((now) => (now === words ? '' : now));
      return true;
    },
  };
};

export const People = ({ query: first, isInviting, onClose }: Props) => {
  const { t, attempt, people } = useApp();
  const [query, setQuery] = useState(first);
  const [found, setFound] = useState<Found | null>(null);
  const [sent, setSent] = useState<FriendRequest[]>([]);
  const asked = useRef('');
  /** What was looked for last is shown, whichever answer comes last. */
  const search = async (name: string) => {
    asked.current = name;
    const all = await people.search(name);
    if (asked.current === name) setFound(all);
  };
  const loadSent = async () => setSent(await people.sent());
  const loadAll = async () => {
    await loadSent();
    if (found) await search(asked.current);
  };
  const { words, error, write, send } = useWords();
  const ask = async (id: number) => {
    if (await send((message) => people.ask(id, message))) await loadAll();
  };
  const canAsk = found?.some(({ is_friend, request }) => !is_friend && request === 'none');
  useEffect(() => {
    attempt(loadSent);
    if (first) attempt(() => search(first.trim()));
  }, []);
  return (
    <Dialog title={t.value.people.addPeople} onClose={onClose}>
      {isInviting ? <Invite isAsked /> : null}
      <NotesRow onOpen={onClose} />
      <section>
        <Form submit={t.value.people.find} onSubmit={() => search(query.trim())}>
          <Field
            name="q"
            label={t.value.form.username}
            value={query}
            onValue={setQuery}
            hint={t.value.people.addPeopleHint}
            autocomplete="off"
            required
          />
        </Form>
        <div role="status">{found?.length === 0 ? <p>{t.value.people.nobodyFound}</p> : null}</div>
        <ul class="list" hidden={!found?.length}>
          {found?.map((person) => (
            <Result key={person.id} person={person} onAsk={ask} onOpen={onClose} />
          ))}
        </ul>
        {canAsk ? (
          <Field
            name="message"
            label={t.value.people.requestMessage}
            value={words}
            onValue={write}
            autocomplete="off"
            error={error}
          />
        ) : null}
      </section>
      <Sent sent={sent} onChange={loadAll} />
      {isInviting ? null : <Invite />}
    </Dialog>
  );
};
