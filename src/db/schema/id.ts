import { integer } from 'drizzle-orm/sqlite-core';

/** AUTOINCREMENT, so that no id is used twice. */
export const id = () => integer('id').primaryKey({ autoIncrement: true });
