// Reads the fields of a form together, so that every mistake is reported at once.
import { Refusal } from '../protocol/errors';

type Readers<Fields> = { [Name in keyof Fields]: () => Fields[Name] };

/** @throws invalidField with all that do not fit, in the order of the readers */
export const readFields = <Fields extends object>(readers: Readers<Fields>): Fields => {
  const fields: Partial<Fields> = {};
  const wrong: unknown[] = [];
  for (const name of Object.keys(readers) as (keyof Fields)[]) {
    try {
      fields[name] = readers[name]();
    } catch (error) {
      if (!(error instanceof Refusal) || error.refusal !== 'invalidField') throw error;
      wrong.push(...(error.details.fields as unknown[]));
    }
  }
  if (wrong.length > 0) throw new Refusal('invalidField', { fields: wrong });
  return fields as Fields;
};
