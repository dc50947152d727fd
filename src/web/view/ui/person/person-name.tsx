// How a person is called in the client, in a sentence and as an element.
import type { Named } from '../../../model/people/naming';
import type { Client } from '../use-app';
import { useApp } from '../use-app';

/** In a sentence; one's own conversation with oneself is called by what it is for. */
export const nameOf = ({ t, naming, people }: Client, person: Named): string =>
  people.isSelf(person.id) ? t.value.people.notes : naming.called(person);

/** As names are looked for: without accents, case and what can't be seen, in any language alike. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();

/** Whether somebody is found by these words. */
export const isNamed = (app: Client, person: Named, sought: string): boolean => {
  const words = folded(sought.trim());
  const names = [nameOf(app, person), ...app.naming.namesOf(person)];
  return names.some((name) => folded(name).includes(words));
};

export const PersonName = ({ person }: { person: Named }) => {
  const { t, naming, people } = useApp();
  if (people.isSelf(person.id)) return <bdi>{t.value.people.notes}</bdi>;
  const { name, beside } = naming.shown(person);
  return (
    <>
      <bdi>{name}</bdi>
      {beside === null ? null : (
        <>
          {' '}
          <bdi class="called">{beside}</bdi>
        </>
      )}
    </>
  );
};
