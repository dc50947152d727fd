// How an event is described: in both languages, and by the schema of what it carries.
import type { TSchema } from '@sinclair/typebox';

export const event = <Data extends TSchema>(zh: string, en: string, data: Data) => ({
  zh,
  en,
  data,
});
