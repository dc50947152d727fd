// What only this person calls somebody.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import { displayNameMistakes } from '../../../i18n/display-name-check';
import { Field } from '../../ui/form/field';
import { Form } from '../../ui/form/form';
import { useApp } from '../../ui/use-app';
import { Line } from './line';

export const Nickname = ({ friend }: { friend: Friend }) => {
  const { t, keys, naming } = useApp();
  const texts = t.value.people;
  const known = naming.nicknameOf(friend.id);
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
  const section = useRef<HTMLElement>(null);
  const isTyping = typed !== null;
  const wasTyping = useRef(isTyping);
  // One takes the place of the other, and the keys go on there.
  useLayoutEffect(() => {
    if (isTyping === wasTyping.current) return;
    wasTyping.current = isTyping;
    section.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [isTyping]);
  const save = async () => {
    await keys.setNickname(friend.id, name);
    setTyped((now) => (now === typed ? null : now));
  };
  if (typed === null) {
    return (
      <section ref={section}>
        <Line
          icon="pen"
          text={texts.nickname}
          value={known || texts.noNickname}
          onClick={() => setTyped(known)}
        />
      </section>
    );
  }
  return (
    <section ref={section}>
      <Form
        submit={t.value.ui.save}
        check={() => displayNameMistakes(name, 'nickname')}
        onSubmit={save}
      >
        <Field
          name="nickname"
          label={texts.nickname}
          value={typed}
          onValue={setTyped}
          hint={texts.nicknameHint}
          autocomplete="off"
        />
      </Form>
    </section>
  );
};
